import type { FeedSource } from 'feedsource';

type Watched = Pick<FeedSource, 'stats' | 'readyState'>;

const states = ['connecting', 'open', 'closed'] as const;
const everyMs = 500;
const erase = '\r\x1b[K';

/** So many records, in words. */
export const counted = (records: number): string => `${records} ${records === 1 ? 'record' : 'records'}`;

/** Sentences on the standard error and, if that is a terminal, below them a line that shows how the feed is doing. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #began = Date.now();
  #last = Date.now(); // when a record came
  #shown = false;
  #feed: Watched | undefined;

  /** @param shows Whether the line is wanted. */
  constructor(out: NodeJS.WriteStream, shows: boolean) {
    this.#out = out;
    if (shows && out.isTTY) this.#timer = setInterval(() => this.#show(), everyMs).unref();
  }

  watch(feed: Watched): void {
    this.#feed = feed;
  }

  /** A record has come, and is to be printed: on a terminal that may be where the line is. */
  came(): void {
    this.#last = Date.now();
    this.clear();
  }

  say(sentence: string): void {
    this.clear();
    this.#out.write(`feedsource: ${sentence}\n`);
  }

  clear(): void {
    if (this.#shown) this.#out.write(erase);
    this.#shown = false;
  }

  end(): void {
    clearInterval(this.#timer);
    this.clear();
  }

  #show(): void {
    if (!this.#feed) return;
    const { stats, readyState } = this.#feed;
    const now = Date.now();
    const rate = (stats.records / Math.max(1, (now - this.#began) / 1000)).toFixed(1);
    const silence = Math.floor((now - this.#last) / 1000);
    const parts = [states[readyState], counted(stats.records), `${rate}/s`];
    if (silence > 1) parts.push(`silent for ${silence} s`);
    this.#out.write(`${erase}${parts.join(', ').slice(0, (this.#out.columns || 80) - 1)}`);
    this.#shown = true;
  }
}
