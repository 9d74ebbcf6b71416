import type { FeedEvent, MalformedEvent } from '/feedsource/index.js';
import type { Message } from './message.js';

/** A record as it came. */
export function raw(event: FeedEvent): Message {
  const message: Message = { who: event.type, what: event.data, at: event.receivedAt, raw: true };
  return event.lastEventId ? { ...message, handle: `id ${event.lastEventId}` } : message;
}

/** Bytes that were no record, with what is wrong and where. */
export function malformed(event: MalformedEvent): Message {
  const where = event.offset === undefined ? '' : `, at byte ${event.offset.toLocaleString('en')}`;
  return {
    who: 'malformed', handle: `${event.reason}${where}`, what: event.data,
    at: Date.now(), tone: 'malformed', raw: true,
  };
}
