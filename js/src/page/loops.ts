import type { FeedEvent } from './events.js';
import type { Queue } from './queue.js';

/** What loops run over. */
export interface Looped {
  join(): Queue;
  /** A loop has asked for more: it is done with an event. Reports whether it may go on. */
  taken(event: FeedEvent): boolean;
  left(queue: Queue, closes: boolean, rest?: FeedEvent[]): void;
  close(): void;
}

type Loop<Item> = AsyncGenerator<Item, void, undefined>;

/** The records that are not taken yet, one by one; `closes` the feed when they are left. */
export const values = (feed: Looped, closes: boolean): Loop<FeedEvent> => leavable(feed, closes, each(feed, closes));

/** The same, by chunks. */
export const batches = (feed: Looped, closes: boolean): Loop<FeedEvent[]> =>
  leavable(feed, closes, chunks(feed, closes));

/**
 * Has `return` close the feed at once. That of a generator does nothing ahead of the first `next`, where that of a stream
 * cancels it (WHATWG Streams section 4.2.5); and of both it waits for the `next` under way (Web IDL section 3.7.10.2), which a
 * server that says nothing would never settle.
 */
function leavable<Item>(feed: Looped, closes: boolean, loop: Loop<Item>): Loop<Item> {
  const leave = loop.return.bind(loop);
  loop.return = (value) => {
    if (closes) feed.close();
    return leave(value);
  };
  return loop;
}

async function* each(feed: Looped, closes: boolean): Loop<FeedEvent> {
  const queue = feed.join();
  let batch;
  let at = 0;
  try {
    while ((batch = await queue.take())) {
      for (at = 0; at < batch.length; at++) {
        yield batch[at]!;
        if (!feed.taken(batch[at]!)) return;
      }
    }
  } finally {
    feed.left(queue, closes, batch?.slice(at + 1));
  }
}

async function* chunks(feed: Looped, closes: boolean): Loop<FeedEvent[]> {
  const queue = feed.join();
  try {
    for (let batch; (batch = await queue.take()); ) {
      yield batch;
      if (!feed.taken(batch.at(-1)!)) return;
    }
  } finally {
    feed.left(queue, closes);
  }
}
