import { registry, type OpenFeed } from '../page/registry.js';
import { LiveFeed } from './live.js';
import { Measures } from './measures.js';

/** How many feeds that are over stay to be looked at. */
const mostClosed = 20;

/** The feeds of the page, oldest first: those that are open, and the last of those that were. */
export class PageFeeds {
  #all: LiveFeed[] = [];
  #seen = 0;
  readonly #watch = (feed: OpenFeed) => this.#add(feed, false);

  /** Records and measures what is opened from now on, and what is open already from its next connection on. */
  start(): void {
    if (registry.watchers.has(this.#watch)) return;
    registry.watchers.add(this.#watch);
    for (const feed of registry.feeds) if (!this.#all.some((one) => one.feed === feed)) this.#add(feed, true);
  }

  /** Feeds that are opened later are left alone. */
  stop(): void {
    registry.watchers.delete(this.#watch);
  }

  get all(): readonly LiveFeed[] {
    const closed = this.#all.filter(({ feed }) => feed.readyState === 2);
    const old = new Set(closed.slice(0, -mostClosed));
    if (old.size) this.#all = this.#all.filter((feed) => !old.has(feed));
    return this.#all;
  }

  #add(feed: OpenFeed, isLate: boolean): void {
    const number = ++this.#seen;
    this.#all.push(new LiveFeed(feed, number, isLate));
    const measures = new Measures(() => `${number} ${feed.url?.pathname ?? ''}`.trim());
    feed.watch(0, (event) => measures.take(event));
  }
}
