import type { FeedEvent, Format, MalformedEvent } from '/feedsource/index.js';
import { readable } from './bytes.js';
import type { Message } from './message.js';

/** A record as it came; bytes of a binary format so that they can be read. */
export function raw(event: FeedEvent): Message {
  const data: unknown = event.data;
  const what = data instanceof Uint8Array ? readable(data) : event.data;
  const message: Message = { who: event.type, what, at: event.receivedAt, raw: true };
  return event.lastEventId ? { ...message, handle: `id ${event.lastEventId}` } : message;
}

/** Formats whose records are JSON by their framing alone, so that broken ones can be told. */
const jsonFormats: readonly Format[] = ['ndjson', 'json-cr', 'json-crlf', 'length', 'json', 'json-seq', 'json-array'];

/** Reads records as they come; those of a JSON format are looked at as JSON too. */
export function rawOf(format: Format): (event: FeedEvent) => Message {
  if (!jsonFormats.includes(format)) return raw;
  return (event) => {
    void event.json; // throws for a record that is no JSON, and has it reported
    return raw(event);
  };
}

/** Bytes that were no record, with what is wrong and where. */
export function malformed(event: MalformedEvent): Message {
  const where = event.offset === undefined ? '' : `, at byte ${event.offset.toLocaleString('en')}`;
  return {
    who: 'malformed',
    handle: `${event.reason}${where}`,
    what: event.data,
    at: Date.now(),
    tone: 'malformed',
    raw: true,
  };
}

/** What a feed has to say that is no record. */
export function notice({ type, detail }: CustomEvent<{ message: string }>): Message {
  return { who: type, what: detail.message, at: Date.now(), tone: 'note' };
}
