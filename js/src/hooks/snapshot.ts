import type { AskURL, FeedError, FeedEvent, FeedEventData, FeedSource, FeedSourceInit, FeedURL } from 'feedsource';

/** What the hooks take for a URL; without one there is no feed. */
export type HookURL = FeedURL | null | undefined | false;

/** The same where a function is one of the framework's: it is read for what it gives, which may be any of those. */
export type ReadURL = Exclude<HookURL, AskURL> | (() => HookURL);

/** What a function of the framework's gives, or the value that stands in its place. */
export const read = <V>(source: V | (() => V)): V => (typeof source === 'function' ? (source as () => V)() : source);

/** What the hooks take: the options of a FeedSource, and what of its records they keep. */
export interface HookOptions<T = unknown, D = string, R = undefined> extends FeedSourceInit<T, D> {
  /** How many of the newest records `records` has: a whole number from 0, or Infinity. Default 100. */
  keep?: number;
  /**
   * Makes one value of all records: called for each of them, in turn, with what it gave for the one before (`initial` for the
   * first). The value must be a new one where it differs. What it throws is an uncaught error, and leaves the value as it was.
   */
  reduce?: (value: R, record: FeedRecord<T, D>) => R;
  /** What `value` is before the first record. */
  initial?: R;
}

/** A record as plain data, and its JSON: what can be cloned, put into stores, and looked at in developer tools. */
export type FeedRecord<T = unknown, D = string> = FeedEventData<D> & {
  /** As {@link FeedEvent.json}: parsed when it is first read. It is not enumerable, so that a copy has none. */
  readonly json: T;
};

/**
 * `idle`: there is no URL. `connecting`: there is no connection, or not yet. `open`: records come. `closed`: it is over, for
 * the page closed it, it failed for good, or it is complete.
 */
export type FeedStateName = 'idle' | 'connecting' | 'open' | 'closed';

/** What has come of a feed so far. It never changes: what comes next makes another. */
export interface FeedSnapshot<T = unknown, D = string, R = undefined> {
  /** The newest records, oldest first: as many as the option `keep` says. */
  readonly records: readonly FeedRecord<T, D>[];
  /** The last of all records. */
  readonly latest: FeedRecord<T, D> | undefined;
  /** What the option `reduce` has made of all records; `initial` before the first. */
  readonly value: R;
  /** How the connection is. */
  readonly state: FeedStateName;
  /** What went wrong last; undefined again when the feed is open. `error.final` if the feed gave up. */
  readonly error: FeedError | undefined;
  /** That of the last record; empty before the first, and where records have none. */
  readonly lastEventId: string;
  /** The feed itself, to send by a WebSocket or to listen to what is not here; undefined while there is none. */
  readonly feed: FeedSource<T, D> | undefined;
  /**
   * Drops the wait and connects now. A feed that is over is opened again: it goes on after `lastEventId`, without the records that
   * had come if it has `dedupe`, or begins anew, without its records, if it was complete.
   */
  reconnect(): void;
  /** Closes the connection, until `reconnect`. What has come stays. */
  close(): void;
}

export function recordOf<T, D>(event: FeedEvent<T, D>): FeedRecord<T, D> {
  return Object.defineProperty(event.toJSON(), 'json', { get: () => event.json }) as FeedRecord<T, D>;
}
