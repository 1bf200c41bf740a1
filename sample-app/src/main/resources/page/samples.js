/** Samples of one series in order of time: one that comes late is put in its place, one for the same moment takes it. */
export class Samples {
  #most;
  times = [];
  values = [];

  /** @param most samples kept; older ones are dropped */
  constructor(most = 20_000) {
    this.#most = most;
  }

  add(time, value) {
    let place = this.times.length;
    while (place > 0 && this.times[place - 1] >= time) {
      place--;
    }
    const same = this.times[place] === time ? 1 : 0;
    this.times.splice(place, same, time);
    this.values.splice(place, same, value);
    if (this.times.length > this.#most) {
      this.dropBefore(this.times[1]);
    }
  }

  dropBefore(time) {
    const first = this.times.findIndex((kept) => kept >= time);
    const dropped = first < 0 ? this.times.length : first;
    this.times.splice(0, dropped);
    this.values.splice(0, dropped);
  }

  clear() {
    this.times.length = 0;
    this.values.length = 0;
  }

  get latest() {
    const last = this.times.length - 1;
    return last < 0 ? undefined : { time: this.times[last], value: this.values[last] };
  }

  /** What the values from a moment on come to. */
  since(time) {
    let count = 0, sum = 0, lowest = Infinity, highest = -Infinity;
    for (let i = this.times.length - 1; i >= 0 && this.times[i] >= time; i--) {
      const value = this.values[i];
      count++;
      sum += value;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    return { count, mean: sum / count, lowest, highest };
  }
}
