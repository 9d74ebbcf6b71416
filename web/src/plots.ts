import type { FeedStats } from '/feedsource/index.js';
import { count, size } from './format.js';
import { Plot, type PlotKind } from './plot.js';
import { span } from './timeline.js';

/** Seconds over which a rate is counted: a feed of a record every two seconds has one, and does not flicker. */
const steady = 5;

/** A sample that comes later than that, in seconds, leaves a hole: nobody looked. */
const hole = 3;

type Figure = 'records' | 'bytes' | 'lag' | 'reconnects';

const kinds: Record<Figure, PlotKind> = {
  records: { label: 'records/s', format: (value) => value.toFixed(1), top: 1 },
  bytes: { label: 'bytes/s', format: (value) => size(Math.round(value)), top: 1000 },
  lag: { label: 'lag', format: (value) => `${(value / 1000).toFixed(1)} s`, top: 2000 },
  reconnects: { label: 'reconnects', format: count, top: 2 },
};

/** The plots of one feed, and the samples that they draw. */
export class Plots {
  readonly #plots = new Map<Figure, Plot>();
  readonly #values = new Map<Figure, (number | null)[]>();
  readonly #recent: { at: number; records: number; bytes: number }[] = [];
  #times: number[] = [];
  #fresh = false;

  constructor(place: HTMLElement) {
    for (const name of Object.keys(kinds) as Figure[]) {
      const plot = new Plot(kinds[name]);
      plot.element.dataset['plot'] = name;
      this.#plots.set(name, plot);
      this.#values.set(name, []);
      place.append(plot.element);
    }
  }

  sample(stats: FeedStats, now: number): void {
    const at = now / 1000;
    const last = this.#times.at(-1);
    if (last !== undefined && at - last > hole) {
      this.#recent.length = 0;
      this.#add(last + 1, {});
    }
    this.#add(at, {
      ...this.#rates(at, stats),
      reconnects: stats.reconnects,
      ...(stats.lagMs !== undefined && { lag: stats.lagMs }),
    });
    this.#fresh = true;
  }

  draw(): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    for (const [name, plot] of this.#plots) plot.draw(this.#times, this.#values.get(name)!);
  }

  /** Records and bytes per second. The counters begin anew when the feed is opened again. */
  #rates(at: number, { records, bytes }: FeedStats): { records?: number; bytes?: number } {
    const recent = this.#recent;
    const last = recent.at(-1);
    if (last && (records < last.records || bytes < last.bytes)) recent.length = 0;
    recent.push({ at, records, bytes });
    while (at - recent[0]!.at > steady) recent.shift();
    const first = recent[0]!;
    const seconds = at - first.at;
    return seconds ? { records: (records - first.records) / seconds, bytes: (bytes - first.bytes) / seconds } : {};
  }

  #add(at: number, figures: Partial<Record<Figure, number>>): void {
    this.#times.push(at);
    for (const [name, values] of this.#values) values.push(figures[name] ?? null);
    while (this.#times[0]! < at - span / 1000) {
      this.#times.shift();
      for (const values of this.#values.values()) values.shift();
    }
  }
}
