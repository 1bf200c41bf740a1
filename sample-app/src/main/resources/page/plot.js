import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
import * as format from './format.js';

/** Between two marks of time, in seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 86_400];
const dark = matchMedia('(prefers-color-scheme: dark)');

/** A line over time in an element, as wide as that, in the colours of the page. */
export class Plot {
  #element;
  #hovered;
  #plot;
  #data = [[], []];
  #range = [0, 1];

  /** @param hovered called with the index of the sample under the pointer, or null */
  constructor(element, hovered) {
    this.#element = element;
    this.#hovered = hovered;
    this.#make();
    dark.addEventListener('change', () => this.#make());
    new ResizeObserver(() => this.#plot.setSize(this.#size())).observe(element);
  }

  show(samples, from, to) {
    this.#data = [samples.times, samples.values];
    this.#range = [from, to];
    this.#plot.setData(this.#data);
  }

  #size() {
    return { width: this.#element.clientWidth, height: this.#element.clientHeight };
  }

  #make() {
    this.#plot?.destroy();
    const style = getComputedStyle(this.#element);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--soft'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    };
    const options = {
      ...this.#size(),
      legend: { show: false },
      padding: [12, 30, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 9 } },
      scales: { x: { range: () => this.#range }, y: { range: (_, low, high) => room(low, high) } },
      axes: [
        { ...axis, size: 30, space: 70, incrs: STEPS, values: (_, ticks, axis, space, step) => ticks.map((tick) => format.clock(tick, step)) },
        { ...axis, size: 44, values: (_, ticks) => ticks.map(short) },
      ],
      series: [
        {},
        {
          stroke: colour('--accent'),
          width: 2,
          fill: (plot) => fade(plot, colour('--fill'), colour('--no-fill')),
          points: { size: 6, fill: colour('--accent') },
        },
      ],
      hooks: { setCursor: [(plot) => this.#hovered(plot.cursor.idx ?? null)] },
    };
    this.#plot = new uPlot(options, this.#data, this.#element);
  }
}

/** Room above and below the line, also where it is flat or there is none. */
function room(low, high) {
  if (low === null || high === null) {
    return [0, 1];
  }
  const space = (high - low) * 0.15 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 && low < space ? 0 : low - space, high + space];
}

function fade(plot, above, below) {
  const { top, height } = plot.bbox;
  const gradient = plot.ctx.createLinearGradient(0, top, 0, top + height);
  gradient.addColorStop(0, above);
  gradient.addColorStop(1, below);
  return gradient;
}

const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 2 });

function short(value) {
  return compact.format(value);
}
