import { Feed } from './feed.js';
import * as format from './format.js';
import { Plot } from './plot.js';
import { Samples } from './samples.js';

const PAGE = 10_000;
const at = (id) => document.getElementById(id);

/** One series over the last minutes: what the collector holds, then every value as it comes. */
export class Chart {
  #samples = new Samples();
  #plot = new Plot(at('plot'), (index) => this.#hover(index));
  #feed;
  #state;
  #id = '';
  #minutes = 5;
  #hovered = null;
  #drawing = false;
  #opened = 0;

  /** @param state told how the connection is */
  constructor(state) {
    this.#state = state;
    this.#feed = new Feed({
      begin: () => this.begin(),
      value: (time, value) => this.#add(format.seconds(time), value),
      gap: (reason, missed) => this.#gap(reason, missed),
      state,
    });
    setInterval(() => this.#draw(), 1_000);
  }

  show(id, minutes) {
    this.#id = id;
    this.#minutes = minutes;
    this.begin();
  }

  close() {
    this.#opened++;
    this.#feed.close();
  }

  /** Reads what is there and follows from the very next value on. */
  async begin() {
    this.close();
    const mine = this.#opened;
    const id = this.#id;
    if (!id) {
      return;
    }
    try {
      const series = await json(`/api/series/${id}`);
      const end = Math.max(format.seconds(series.latest?.time ?? '1970-01-01T00:00:00Z'), 0);
      const from = new Date((Math.min(end, now()) - this.#minutes * 60) * 1_000).toISOString();
      const { samples, last } = await history(id, from);
      if (mine !== this.#opened) {
        return;
      }
      this.#samples.clear();
      samples.forEach(({ time, value }) => this.#samples.add(format.seconds(time), value));
      this.#title(series);
      this.#note('');
      this.#draw();
      this.#feed.open(id, last);
    } catch (failure) {
      if (mine === this.#opened) {
        this.#state('lost');
        this.#note(failure.message);
        this.#feed.retry();
      }
    }
  }

  #title(series) {
    at('name').textContent = `${series.measurement} · ${series.field}`;
    format.tags(at('tags'), series.tags);
  }

  #add(time, value) {
    this.#samples.add(time, value);
    this.#draw();
  }

  #gap(reason, missed) {
    if (reason === 'unknown-event') {
      this.#samples.clear();
      this.#note('The collector was started anew; this is what it holds since.');
    } else {
      this.#note(`${missed} values came faster than they could be sent, and are not shown.`);
    }
  }

  #note(text) {
    at('note').textContent = text;
  }

  /** Once for each frame, however many values come. */
  #draw() {
    if (!this.#drawing) {
      this.#drawing = true;
      requestAnimationFrame(() => {
        this.#drawing = false;
        this.#paint();
      });
    }
  }

  #paint() {
    const latest = this.#samples.latest;
    const length = this.#minutes * 60;
    // Old data is shown where it ends, current data up to now.
    const to = latest && latest.time < now() - length ? latest.time : Math.max(now(), latest?.time ?? 0);
    this.#samples.dropBefore(to - length);
    const { count, mean, lowest, highest } = this.#samples.since(to - length);
    this.#plot.show(this.#samples, to - length, to);
    at('empty').hidden = count > 0;
    at('count').textContent = count;
    for (const [id, of] of Object.entries({ mean, lowest, highest })) {
      at(id).textContent = count ? format.value(of) : '–';
    }
    this.#read();
  }

  #hover(index) {
    this.#hovered = index;
    this.#read();
  }

  #read() {
    const { times, values } = this.#samples;
    const index = this.#hovered ?? times.length - 1;
    at('value').textContent = index in values ? format.value(values[index]) : '–';
    at('when').textContent = index in times ? format.time(times[index]) : '';
  }
}

/** All samples from a moment on, and the event to go on after. */
async function history(id, from) {
  const first = await json(`/api/series/${id}/range?limit=${PAGE}&from=${encodeURIComponent(from)}`);
  const samples = first.samples;
  let next = first.next;
  while (next) {
    const page = await json(`/api/series/${id}/range?limit=${PAGE}&from=${encodeURIComponent(next)}`);
    samples.push(...page.samples);
    next = page.next;
  }
  return { samples, last: first.last };
}

export async function json(url) {
  const response = await fetch(url);
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? `The collector answered ${response.status}.`);
  }
  return response.json();
}

function now() {
  return Date.now() / 1_000;
}
