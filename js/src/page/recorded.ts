import {
  auxOf,
  isBytes,
  Kind,
  kindOf,
  lengthOf,
  offsetOf,
  ROW,
  typeSlot,
  type Batch,
  type Failure,
  type Notice,
  type ResponseData,
  type Traffic,
} from '../link/contract.js';
import { uint32 } from '../link/uint32.js';
import type { RecordingEvent } from '../recorder/event.js';
import type { FeedSourceInit, Resume } from './options.js';
import type { Redaction } from './redaction.js';
import { waysOf, type FullInit } from './short-forms.js';

/** What comes to a page and what it does, beside what passes between its host and servers. */
export type Doing =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'open'; readonly response: ResponseData }
  | { readonly kind: 'error'; readonly failure: Failure }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'delay'; readonly answer: number | false | null }
  | { readonly kind: 'call'; readonly call: string };

/** What is kept, and when it was, in milliseconds since 1970. */
export type Entry = Traffic | (Doing & { readonly at: number });

/** What an entry says in a recording that began at a time, without its secrets. */
export function* eventsOf(entry: Entry, began: number, redaction: Redaction): Generator<RecordingEvent> {
  const t = Math.max(entry.at - began, 0); // the clock may be set back
  const { kind } = entry;
  switch (kind) {
    case 'batch':
      return yield* recordsOf(entry.batch, t);
    case 'chunk':
      for (const bytes of entry.chunks) yield { t, kind, request: entry.request, bytes: bytes.slice() };
      return;
    case 'error': {
      const { headers: _, ...failure } = redaction.data(entry.failure);
      yield { t, kind, ...failure };
      const { retryInMs: ms, type, status = type, attempt } = failure;
      if (ms !== undefined) yield { t, kind: 'wait', ms, reason: `${status}, ${attempt} in a row` };
      return;
    }
    case 'open':
      return yield { t, kind, ...redaction.head(entry.response) };
    case 'notice':
      return yield { t, kind, ...redaction.data(entry.notice) };
    case 'request':
    case 'response': {
      const { at: _, ...rest } = entry;
      const body = 'body' in rest && rest.body !== undefined ? { body: redaction.body(rest.body) } : {};
      return yield { t, ...rest, ...redaction.head(rest), ...body } as RecordingEvent;
    }
    default: {
      const { at: _, ...rest } = entry;
      return yield { t, ...redaction.data(rest) };
    }
  }
}

const signs = {
  [Kind.KeepAlive]: 'blank',
  [Kind.Comment]: 'comment',
  [Kind.Sign]: 'signal',
  [Kind.Bookmark]: 'signal',
};

/** The records of a batch, and what else came with them. */
function* recordsOf(batch: Batch, t: number): Generator<RecordingEvent> {
  const { rows, length, content, from, head, types, malformed } = batch;
  const ids = batch.ids.split('\n');
  for (let at = 0; at < length; at += ROW) {
    const kind = kindOf(rows, at);
    const start = offsetOf(rows, at) - from;
    const end = start + lengthOf(rows, at);
    let data: string | Uint8Array;
    if (typeof content === 'string') data = content.slice(start, end);
    else if (isBytes(rows, at)) data = content.slice(start + (head < 0 ? 4 + uint32(content, start) : head), end);
    else data = decoder.decode(content.subarray(start, end));
    if (kind === Kind.Data)
      yield { t, kind: 'record', type: types[typeSlot(rows, at)]!, id: ids[auxOf(rows, at)]!, data };
    else if (kind === Kind.Malformed) yield { t, kind: 'malformed', ...malformed[at]! };
    else yield { t, kind: 'keepalive', sign: signs[kind] as 'blank', data };
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The page's own, what may be secret as a whole, and what a replay must do without. */
const unkept = /^(headers|body|greet|subscribe|protocols|fetch|signal|record|share|worker)$/;

/** The same of members. */
const unkeptMembers = /^(reply|ping|persist)$/;

/**
 * Options as data that a feed can be made with, and the names of those that are functions.
 *
 * @param lastEventId Where the feed began, by whatever store.
 */
export function optionsOf(init: FullInit, lastEventId: string | undefined, functions: string[]): object {
  const whole = { ...init, ...(lastEventId && { lastEventId }) };
  function plain(this: object, name: string, value: unknown): unknown {
    const own = this as Resume;
    if ((own === whole ? unkept : unkeptMembers).test(name) || (name === 'key' && own.persist)) return undefined;
    // What has to be remembered for headers or URLs that a function gives is for that alone.
    if (name === 'from' && typeof own.url !== 'string' && !own.query && !own.method) return undefined;
    if (value === Infinity || value === -Infinity) return Math.sign(value) * Number.MAX_SAFE_INTEGER; // JSON has neither
    if (typeof value !== 'function' && !Object(value)['~standard']) return value;
    functions.push(name);
    return undefined;
  }
  const kept = JSON.parse(JSON.stringify(whole, plain)) as FeedSourceInit;
  if (init.body && waysOf(kept.resume).body) kept.body = '{}'; // a cursor needs one to go into
  return kept;
}
