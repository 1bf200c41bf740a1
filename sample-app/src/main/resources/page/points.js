import * as format from './format.js';

const ROWS = 100;
const at = (id) => document.getElementById(id);

/** Points of any number of series by subscription: one WebSocket, which is opened again when it is lost. */
export class Points {
  #state;
  #socket;
  #again;
  #tries = 0;
  #wanted = new Map();
  #held = new Set();
  #series = new Map();
  #waiting = [];
  #received = 0;
  #missed = 0;
  #named = 0;

  /** @param state told how the connection is */
  constructor(state) {
    this.#state = state;
    at('subscribe').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#subscribe(new FormData(event.target));
    });
  }

  open() {
    this.close();
    this.#state(this.#tries ? 'reconnecting' : 'connecting');
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#tries = 0;
      this.#state('live');
      this.#wanted.forEach((filter, subscription) => this.#send({ type: 'subscribe', subscription, ...filter }));
    };
    socket.onmessage = (event) => this.#take(JSON.parse(event.data));
    socket.onclose = () => {
      this.#state('reconnecting');
      this.#forget();
      if (this.#wanted.size) {
        this.#refusal('The connection was lost; what came meanwhile is not shown.');
      }
      const longest = Math.min(10_000, 500 * 2 ** this.#tries++);
      this.#again = setTimeout(() => this.open(), longest * (0.5 + Math.random() / 2));
    };
  }

  close() {
    clearTimeout(this.#again);
    if (this.#socket) {
      this.#socket.onclose = null;
      this.#socket.onmessage = null;
      this.#socket.close();
    }
    this.#forget();
  }

  /** What the server told over a connection that has ended. */
  #forget() {
    this.#series.clear();
    this.#held.clear();
    this.#list();
  }

  #subscribe(form) {
    const text = (name) => form.get(name).trim() || undefined;
    const tag = text('tag');
    const colon = tag?.indexOf(':');
    const filter = {
      measurement: text('measurement'),
      field: text('field'),
      tags: tag && { [tag.slice(0, colon)]: tag.slice(colon + 1) },
    };
    const subscription = `s${++this.#named}`;
    this.#refusal('');
    this.#wanted.set(subscription, filter);
    this.#send({ type: 'subscribe', subscription, ...filter });
    this.#list();
  }

  #unsubscribe(subscription) {
    this.#wanted.delete(subscription);
    this.#send({ type: 'unsubscribe', subscription });
    this.#list();
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #take(message) {
    switch (message.type) {
      case 'subscribed':
        this.#held.add(message.subscription);
        this.#list();
        break;
      case 'series':
        this.#series.set(message.series.id, message.series);
        break;
      case 'points':
        this.#missed += message.missed;
        this.#received += message.points.length;
        message.points.slice(-ROWS).forEach(({ time, value }) =>
          this.#waiting.push({ series: this.#series.get(message.series), time: format.seconds(time), value }));
        // Nothing is drawn while the page is out of sight.
        this.#waiting.splice(0, this.#waiting.length - 10 * ROWS);
        this.#draw();
        break;
      case 'left-out':
        this.#refusal(`A subscription follows ${message.limit} series at most; the rest is left out.`);
        break;
      case 'error':
        this.#refusal(message.message);
        this.#wanted.delete(message.subscription);
        this.#list();
        break;
    }
  }

  #refusal(text) {
    at('refusal').textContent = text;
  }

  #list() {
    at('subscriptions').replaceChildren(...[...this.#wanted].map(([subscription, filter]) => {
      const item = document.createElement('li');
      item.dataset.state = this.#held.has(subscription) ? 'held' : 'asked';
      const tag = Object.entries(filter.tags ?? {}).map(([name, of]) => `${name}=${of}`);
      item.append([filter.measurement ?? 'all', filter.field, ...tag].filter(Boolean).join(' · '));
      const end = document.createElement('button');
      end.type = 'button';
      end.textContent = '×';
      end.setAttribute('aria-label', 'Unsubscribe');
      end.addEventListener('click', () => this.#unsubscribe(subscription));
      item.append(end);
      return item;
    }));
  }

  /** The newest first; once for each frame, however many come. */
  #draw() {
    if (this.#waiting.drawing) {
      return;
    }
    this.#waiting.drawing = true;
    requestAnimationFrame(() => {
      const rows = this.#waiting.sort((one, other) => other.time - one.time).slice(0, ROWS).map(row);
      this.#waiting = [];
      at('rows').prepend(...rows);
      while (at('rows').rows.length > ROWS) {
        at('rows').deleteRow(-1);
      }
      at('received').textContent = this.#received;
      at('missed').textContent = this.#missed;
    });
  }
}

function row({ series, time, value }) {
  const tags = Object.entries(series.tags).map(([name, of]) => `${name}=${of}`).join(' ');
  const line = document.createElement('tr');
  const cells = {
    time: format.time(time), measurement: series.measurement, names: tags, field: series.field, number: format.value(value),
  };
  for (const [name, text] of Object.entries(cells)) {
    const cell = line.insertCell();
    cell.className = name;
    cell.textContent = text;
  }
  return line;
}
