import type { FeedEvent, FeedSourceInit } from '/feedsource/index.js';
import type { Message } from './message.js';

/** How to open a feed, and how to read its records. */
export interface Recipe {
  url: string;
  init: FeedSourceInit;
  /** @throws when the record is not what this feed sends. */
  read(event: FeedEvent): Message;
}

/** One of the local feeds. */
export interface LocalFeed extends Recipe {
  name: string;
  /** What the feed server calls it. */
  key: string;
  /** What its wire looks like, in a line. */
  wire: string;
  /** A piece of the wire. */
  sample: string;
}
