import uPlot from 'uplot';
import { element, say } from './dom.js';
import { span } from './timeline.js';

/** What a plot shows. */
export interface PlotKind {
  label: string;
  /** The figure that stands beside the plot. */
  format(value: number): string;
  /** The least that the top of the plot stands for, so that a trifle does not look like a mountain. */
  top: number;
}

/** A line of one figure over the last two minutes, with the newest value in words beside it. */
export class Plot {
  readonly element: HTMLElement;
  readonly #kind: PlotKind;
  readonly #value = element('b', 'plot-value', '–');
  readonly #chart = element('div', 'chart');
  #plot: uPlot | undefined;

  constructor(kind: PlotKind) {
    this.#kind = kind;
    this.#chart.setAttribute('role', 'img');
    this.#chart.setAttribute('aria-label', kind.label);
    this.element = element('div', 'plot', element('p', 'plot-name', this.#value, ` ${kind.label}`), this.#chart);
    this.element.hidden = true;
  }

  /** @param times in seconds since 1970, and a value for each; null where there is none */
  draw(times: number[], values: (number | null)[]): void {
    const { format, label } = this.#kind;
    const known = values.filter((value) => value !== null);
    const last = values.at(-1) ?? null;
    this.element.hidden = known.length === 0;
    say(this.#value, last === null ? '–' : format(last));
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const words = known.length ? `${label} in the last two minutes: ${format(low)} to ${format(high)}` : label;
    if (this.#chart.ariaLabel !== words) this.#chart.ariaLabel = words;
    const { clientWidth: width, clientHeight: height } = this.#chart;
    if (!width) return;
    this.#plot ??= new uPlot(this.#options(width, height), [[], []], this.#chart);
    if (this.#plot.width !== width) this.#plot.setSize({ width, height });
    this.#plot.setData([times, values]);
  }

  #options(width: number, height: number): uPlot.Options {
    const color = (name: string) => () => getComputedStyle(this.#chart).getPropertyValue(name);
    return {
      width,
      height,
      padding: [2, 1, 1, 1],
      cursor: { show: false },
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: {
        x: { time: false, range: (_plot, _from, to) => [to - span / 1000, to] },
        y: { range: (_plot, _low, high) => [0, Math.max(high ?? 0, this.#kind.top)] },
      },
      series: [
        {},
        { stroke: color('--accent'), fill: color('--plot-fill'), width: 1.5, points: { show: false }, spanGaps: false },
      ],
    };
  }
}
