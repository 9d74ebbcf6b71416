/**
 * A feed as an observable, for RxJS and its like.
 *
 * @see docs/frameworks.md
 * @packageDocumentation
 */

import type { FeedEvent, FeedSource } from 'feedsource';
import { mustBeFunction } from '../must.js';
import { report } from '../report.js';

/** Who hears of the records of a feed. */
export interface FeedObserver<T = unknown, D = string> {
  /** A record has come. */
  next?(event: FeedEvent<T, D>): void;
  /** The feed failed for good: a FeedError, or what its `signal` was aborted with. */
  error?(reason: unknown): void;
  /** The feed is complete, or was closed. */
  complete?(): void;
}

/** What can be subscribed to, as the `from` of RxJS takes it. */
export interface FeedObservable<T = unknown, D = string> {
  /** Opens a feed, until it is over or `unsubscribe` closes it. */
  subscribe(observer: FeedObserver<T, D>): { unsubscribe(): void };
  /** Itself, by which libraries know it. */
  [Symbol.observable](): FeedObservable<T, D>;
}

declare global {
  interface SymbolConstructor {
    readonly observable: symbol;
  }
}

/**
 * An observable of the records of a feed: each subscription opens one, and closes it when it is ended. What is thrown by an
 * observer is its own uncaught error, and the feed goes on.
 *
 * @param open Makes the feed.
 * @throws {TypeError} `open` is no function.
 * @example
 * import { from, map } from 'rxjs';
 *
 * from(toObservable(() => new FeedSource<Message>(url)))
 *   .pipe(map(({ json }) => json.text))
 *   .subscribe(show);
 */
export function toObservable<T, D>(open: () => FeedSource<T, D>): FeedObservable<T, D> {
  mustBeFunction('open', open);
  const itself = { subscribe: (observer: FeedObserver<T, D>) => subscribe(open(), observer) } as FeedObservable<T, D>;
  // Libraries look for the one where the platform has no such symbol, and for the other where something has made it.
  const names = ['@@observable', Symbol.observable].filter(Boolean);
  for (const name of names) Object.defineProperty(itself, name, { value: () => itself });
  return itself;
}

function subscribe<T, D>(feed: FeedSource<T, D>, observer: FeedObserver<T, D>): { unsubscribe(): void } {
  let isOver = false;
  const tell = (what: () => void) => {
    if (isOver) return;
    try {
      what();
    } catch (thrown) {
      report(thrown);
    }
  };
  const read = async () => {
    try {
      for await (const event of feed) tell(() => observer.next?.(event));
      tell(() => observer.complete?.());
    } catch (reason) {
      tell(() => observer.error?.(reason));
    }
  };
  void read();
  return {
    unsubscribe() {
      isOver = true;
      feed.close();
    },
  };
}
