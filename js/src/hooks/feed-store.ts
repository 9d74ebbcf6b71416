import { FeedError, FeedSource, type FeedEvent, type FeedURL } from 'feedsource';
import { mustBe, mustBeFunction, mustBeOptions } from '../must.js';
import { report } from '../report.js';
import { Repeats } from './repeats.js';
import { following, same } from './same.js';
import { recordOf, type FeedRecord, type FeedSnapshot, type HookOptions, type HookURL } from './snapshot.js';

/** Where there is no document a server renders, and nothing is opened. */
const rendersOnly = typeof document === 'undefined';

/**
 * One feed as frameworks take what changes by itself: a store, which tells its subscribers of each new snapshot. There is a
 * connection while somebody is subscribed.
 */
export class FeedStore<T = unknown, D = string, R = undefined> {
  readonly #url: HookURL;
  readonly #options: HookOptions<T, D, R>;
  #latest: { readonly url: HookURL; readonly options: HookOptions<T, D, R> }; // whose functions are called
  readonly #listeners = new Set<() => void>();
  #feed: FeedSource<T, D> | undefined;
  readonly #repeats: Repeats;
  #over: 'closed' | 'complete' | undefined; // until the page wants it again
  readonly #first: FeedSnapshot<T, D, R>;
  #snapshot: FeedSnapshot<T, D, R>;

  /** @throws {TypeError} an option of the hooks cannot be; what a FeedSource says of the others is an `error`. */
  constructor(url: HookURL, options: HookOptions<T, D, R>) {
    mustBeOptions('options', options, '{ headers, keep: 100 }');
    const { keep, reduce, initial } = options;
    const fits = keep === Infinity || (Number.isInteger(keep) && keep! >= 0);
    mustBe('keep', keep, fits, 'a whole number from 0, or Infinity');
    mustBeFunction('reduce', reduce);
    this.#latest = { url, options };
    this.#repeats = new Repeats(options.dedupe);
    this.#url = following(url, () => this.#latest.url);
    this.#options = following(options, () => this.#latest.options);
    this.#snapshot = this.#first = {
      records: [],
      latest: undefined,
      value: initial as R,
      state: url ? 'connecting' : 'idle',
      error: undefined,
      lastEventId: '',
      feed: undefined,
      reconnect: () => this.#reconnect(),
      close: () => this.#close(),
    };
  }

  /** Reports whether this is the feed for these; if so, their functions are called once they are {@link use used}. */
  serves(url: HookURL, options: HookOptions<T, D, R>): boolean {
    return same(this.#url, url) && same(this.#options, options);
  }

  use(url: HookURL, options: HookOptions<T, D, R>): void {
    this.#latest = { url, options };
  }

  readonly snapshot = (): FeedSnapshot<T, D, R> => this.#snapshot;

  /** @returns what ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    queueMicrotask(this.#settle);
    return () => {
      this.#listeners.delete(listener);
      queueMicrotask(this.#settle);
    };
  };

  /**
   * Opens the feed if somebody is there, or closes it. Not before the turn is over: React's StrictMode and hot replacement of
   * modules leave and come back within one, and a feed that takes the place of another is opened when that is closed.
   */
  readonly #settle = (): void => {
    if (this.#listeners.size === 0) this.#leave();
    else if (this.#url && !this.#feed && !this.#over && !rendersOnly) this.#open(this.#url);
  };

  #open(url: FeedURL): void {
    const { keep, reduce, initial, ...init } = this.#options;
    const { lastEventId } = this.#snapshot;
    this.#repeats.reopened();
    try {
      const feed = new FeedSource<T, D>(url, lastEventId ? { ...init, lastEventId } : init);
      this.#feed = feed;
      this.#set({ state: 'connecting', feed });
      feed.addEventListener('open', () => this.#set({ state: 'open', error: undefined }));
      feed.addEventListener('error', (event) => {
        if (event.error) this.#failed(event.error);
      });
      void this.#read(feed);
    } catch (cause) {
      const { message } = cause as Error;
      this.#failed(new FeedError({ type: 'request', message, attempt: 0, final: true, cause }));
      report(cause);
    }
  }

  async #read(feed: FeedSource<T, D>): Promise<void> {
    try {
      for await (const events of feed.batches()) {
        const fresh = this.#repeats.fresh(events);
        if (fresh.length > 0) this.#received(fresh);
      }
    } catch {
      // What ended the feed its `error` event has told, and who aborted its signal knows.
    }
    if (this.#feed === feed) this.#end('closed');
  }

  #received(events: readonly FeedEvent<T, D>[]): void {
    const { keep = 100, reduce } = this.#options;
    const { records: before, value } = this.#snapshot;
    const records = events.map(recordOf);
    const latest = records.at(-1)!;
    this.#set({
      records: keep > 0 ? [...before, ...records].slice(-keep) : before,
      latest,
      value: reduce ? reduced(value, records, reduce) : value,
      lastEventId: latest.lastEventId,
    });
  }

  #failed(error: FeedError): void {
    if (error.type === 'complete') return this.#end('complete');
    this.#set({ error, state: 'connecting' });
    if (error.final) this.#end('closed');
  }

  #reconnect(): void {
    if (this.#feed) {
      this.#set({ state: 'connecting' });
      this.#feed.reconnect();
      return;
    }
    if (this.#over === 'complete') {
      this.#repeats.forget();
      this.#set({ ...this.#first, error: undefined });
    }
    this.#over = undefined;
    this.#settle();
  }

  #close(): void {
    this.#end('closed');
  }

  #end(over: 'closed' | 'complete'): void {
    if (!this.#url || this.#over) return;
    this.#over = over;
    this.#leave();
  }

  /** Gives the connection up; whoever subscribes next goes on behind the last record, unless the feed is over. */
  #leave(): void {
    const feed = this.#feed;
    if (!feed && !this.#over) return;
    this.#feed = undefined;
    feed?.close();
    this.#set({ state: 'closed', feed: undefined });
  }

  #set(changes: Partial<FeedSnapshot<T, D, R>>): void {
    this.#snapshot = { ...this.#snapshot, ...changes };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A record for which `reduce` throws is left out of the value; the error is the page's. */
function reduced<T, D, R>(
  value: R,
  records: readonly FeedRecord<T, D>[],
  reduce: (value: R, record: FeedRecord<T, D>) => R,
): R {
  for (const record of records) {
    try {
      value = reduce(value, record);
    } catch (thrown) {
      report(thrown);
    }
  }
  return value;
}
