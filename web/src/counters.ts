import { FeedSource, type FeedStats } from '/feedsource/index.js';
import { find, say } from './dom.js';
import { count, silence, size } from './format.js';

/** The counters of a feed, each in the element that has its name. */
export class Counters {
  readonly #list: HTMLElement;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  draw(stats: FeedStats | undefined, readyState: number): void {
    this.#say('records', count(stats?.records ?? 0));
    this.#say('keepalives', count(stats?.keepalives ?? 0));
    this.#say('malformed', count(stats?.malformed ?? 0));
    this.#say('reconnects', count(stats?.reconnects ?? 0));
    this.#say('bytes', size(stats?.bytes ?? 0));
    const quiet = stats && stats.lastByteAt > 0 && readyState !== FeedSource.CLOSED;
    this.#say('silence', quiet ? silence(Date.now() - stats.lastByteAt) : '–');
  }

  #say(name: string, text: string): void {
    say(find(this.#list, `[data-count=${name}]`), text);
  }
}
