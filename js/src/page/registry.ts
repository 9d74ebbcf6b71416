import type { RecordingEvent } from '../recorder/event.js';
import type { Recording } from '../recorder/recording.js';
import type { FeedStats } from './stats.js';

/** Hears what is noted of a feed, but for its bytes and records, when it is noted; `t` is in milliseconds since 1970. */
export type Witness = (event: RecordingEvent) => void;

/** A feed as developer tools see it. */
export interface OpenFeed {
  /** The page's own: a FeedSource or an EventSource. */
  readonly target: EventTarget;
  /** Undefined as long as a function of the page's has not given it. */
  readonly url: URL | undefined;
  readonly readyState: 0 | 1 | 2;
  readonly stats: FeedStats;
  readonly cursor: { readonly id: string };
  /**
   * Has it recorded from now on, unless it is, and told as it is noted.
   *
   * @param bytes How much is kept at least; with 0 it is told and no more.
   */
  watch(bytes: number, witness: Witness): void;
  recording(): Recording;
  pause(): void;
  resume(): void;
  reconnect(): void;
  /** Cuts the connection, as a network does that fails. */
  interrupt(): void;
  close(): void;
}

/** Where developer tools find the feeds of a page, whichever copies of the package have opened them. */
export interface Registry {
  /** Those that are open. */
  readonly feeds: Set<OpenFeed>;
  /** Who hears of each that is opened, ahead of its first request. */
  readonly watchers: Set<(feed: OpenFeed) => void>;
}

const place = globalThis as unknown as Record<symbol, Registry | undefined>;

export const registry: Registry = (place[Symbol.for('feedsource.registry')] ??= {
  feeds: new Set(),
  watchers: new Set(),
});
