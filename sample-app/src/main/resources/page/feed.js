/**
 * The values of one series as they come. The browser connects again by itself and names the last event it saw, so
 * nothing is lost or shown twice; where it gives up (the series is gone, say), this begins anew.
 */
export class Feed {
  #listener;
  #source;
  #again;

  /** @param listener has begin(), value(time, value), gap(reason, missed) and state(name) */
  constructor(listener) {
    this.#listener = listener;
  }

  /** @param after the id of the event to go on after */
  open(id, after) {
    this.close();
    this.#listener.state('connecting');
    const source = new EventSource(`/api/series/${id}/live?after=${encodeURIComponent(after)}`);
    this.#source = source;
    source.onopen = () => this.#listener.state('live');
    source.onmessage = (event) => {
      const { time, value } = JSON.parse(event.data);
      this.#listener.value(time, value);
    };
    source.addEventListener('gap', (event) => {
      const { reason, missed } = JSON.parse(event.data);
      this.#listener.gap(reason, missed);
    });
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) {
        this.#listener.state('lost');
        this.retry();
      } else {
        this.#listener.state('reconnecting');
      }
    };
  }

  /** Begins anew in a while. */
  retry() {
    this.close();
    this.#again = setTimeout(() => this.#listener.begin(), 1_000 + Math.random() * 1_000);
  }

  close() {
    clearTimeout(this.#again);
    this.#source?.close();
  }
}
