import type { FeedEvent, FeedSourceInit } from '/feedsource/index.js';
import type { Fault } from './fault.js';
import type { Message } from './message.js';

/** How to open a feed, and how to read its records. */
export interface Recipe {
  url: string;
  init: FeedSourceInit;
  /** @throws when the record is not what this feed sends. */
  read(event: FeedEvent): Message;
}

/** When a local feed is given up as silent; it beats once a second or so. */
export const keepalive = { timeoutMs: 6000 };

/** One of the local feeds. */
export interface LocalFeed extends Recipe {
  name: string;
  /** What the feed server calls it. */
  key: string;
  /** Its channel there; absent if it has one for all. */
  channel?: string;
  /** What its wire looks like, in a line. */
  wire: string;
  /** A piece of the wire. */
  sample: string;
  /** The id by which the server's log knows a record; absent if there is no log to count by. */
  idOf?(event: FeedEvent): string | undefined;
  /** What can be made to go wrong on it. */
  faults: readonly Fault[];
}
