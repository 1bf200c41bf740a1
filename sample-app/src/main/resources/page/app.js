import { Chart, json } from './chart.js';
import { Points } from './points.js';

const STATES = {
  idle: 'no connection',
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting',
  lost: 'connection lost',
};
const at = (id) => document.getElementById(id);
const views = { chart: new Chart((state) => tell('chart', state)), points: new Points((state) => tell('points', state)) };
let shown = 'chart';

function tell(view, state) {
  if (view === shown) {
    at('state').dataset.state = state;
    at('state').textContent = STATES[state];
  }
}

/** Fills the list of series of numbers and those of measurements; what was chosen stays so. */
async function list() {
  const { series } = await json('/api/series?size=1000');
  const numbers = series.filter((one) => one.kind === 'number');
  const known = numbers.map((one) => one.id).join();
  if (known && known !== at('series').dataset.known) {
    at('series').dataset.known = known;
    const chosen = at('series').value;
    at('series').replaceChildren(...[...Map.groupBy(numbers, (one) => one.measurement)].map(group));
    at('series').value = numbers.some((one) => one.id === chosen) ? chosen : numbers[0].id;
    if (at('series').value !== chosen) {
      choose();
    }
  }
  at('measurements').replaceChildren(
    ...[...new Set(series.map((one) => one.measurement))].map((name) => new Option(name, name)));
}

function group([measurement, members]) {
  const options = document.createElement('optgroup');
  options.label = measurement;
  options.append(...members.map((one) => {
    const tags = Object.entries(one.tags).map(([name, of]) => ` ${name}=${of}`);
    return new Option(`${measurement} · ${one.field}${tags.join('')}`, one.id);
  }));
  return options;
}

function choose() {
  const minutes = Number(document.querySelector('input[name=window]:checked').value);
  if (shown === 'chart' && at('series').value) {
    views.chart.show(at('series').value, minutes);
  }
}

function show(view) {
  views[shown].close();
  shown = view;
  for (const name of Object.keys(views)) {
    const chosen = name === view;
    at(name).hidden = !chosen;
    at(`tab-${name}`).setAttribute('aria-selected', chosen);
    at(`tab-${name}`).tabIndex = chosen ? 0 : -1;
  }
  tell(view, 'idle');
  if (view === 'points') {
    views.points.open();
  } else {
    choose();
  }
}

at('origin').textContent = location.origin;
at('series').addEventListener('change', choose);
at('windows').addEventListener('change', choose);
for (const name of Object.keys(views)) {
  at(`tab-${name}`).addEventListener('click', () => show(name));
  at(`tab-${name}`).addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft' || key === 'ArrowRight') {
      show(name === 'chart' ? 'points' : 'chart');
      at(`tab-${shown}`).focus();
    }
  });
}

/** Series that begin later appear by themselves. */
async function keepListing() {
  try {
    if (!document.hidden) {
      await list();
    }
  } catch {
    // The state of the connection tells it; this tries again.
  }
  setTimeout(keepListing, 3_000);
}
keepListing();
