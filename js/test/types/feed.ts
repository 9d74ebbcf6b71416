// What an app writes that reads a feed.
import {
  FeedError,
  FeedEvent,
  FeedSource,
  type FeedErrorData,
  type FeedErrorType,
  type FeedStats,
  type MalformedEvent,
  type MalformedReason,
  type OpenEvent,
  type RecordIssue,
  type StandardSchema,
} from 'feedsource';
import { expect, type Same } from './expect.js';

interface Tweet {
  id_str: string;
  text: string;
}

const feed = new FeedSource<Tweet>('/feed', {
  headers: async (attempt) => ({ Authorization: `Bearer ${attempt}` }),
  format: 'json-crlf',
  lastEventId: '17',
  maxRecordBytes: 1 << 20,
  method: 'POST',
  body: new URLSearchParams({ track: 'go' }),
  signal: AbortSignal.timeout(1000),
  fetch: (url, init) => fetch(url, { ...init, cache: 'no-store' }),
});

expect<Same<typeof feed.readyState, 0 | 1 | 2>>();
expect<Same<typeof feed.stats, FeedStats>>();
expect<Same<typeof FeedSource.CLOSED, 2>>();
expect<Same<typeof feed.CLOSED, 2>>();
expect<Same<typeof feed.url, string>>();

feed.onopen = (event) => {
  expect<Same<typeof event, OpenEvent>>();
  expect<Same<typeof event.response.headers, Headers>>();
};
feed.onmessage = (event) => {
  expect<Same<typeof event, FeedEvent<Tweet>>>();
  expect<Same<typeof event.json, Tweet>>();
  expect<Same<typeof event.data, string>>();
  expect<Same<typeof event.receivedAt, number>>();
};
feed.onmessage = function () {
  this.close();
};
feed.onmessage = null;

// A server may call its own events `error`: the class tells the two apart.
feed.onerror = (event) => {
  if (event instanceof ErrorEvent) {
    expect<Same<typeof event.error, FeedError>>();
    expect<Same<typeof event.error.type, FeedErrorType>>();
    expect<Same<typeof event.error.retryInMs, number | undefined>>();
    expect<Same<ReturnType<typeof event.toJSON>['error'], FeedErrorData>>();
  } else {
    expect<Same<typeof event.json, Tweet>>();
  }
};

feed.addEventListener('message', (event) => expect<Same<typeof event.json, Tweet>>());
feed.addEventListener('retweet', (event) => expect<Same<typeof event.json, Tweet>>());
feed.addEventListener('keepalive', (event) => expect<Same<typeof event.kind, 'blank' | 'comment' | 'signal'>>());
feed.addEventListener('malformed', (event) => {
  expect<Same<typeof event, MalformedEvent>>();
  expect<Same<typeof event.reason, MalformedReason>>();
  expect<Same<typeof event.offset, number | undefined>>();
});

const listener = {
  seen: 0,
  handleEvent(event: FeedEvent<Tweet>) {
    this.seen += event.json.text.length;
  },
};
feed.addEventListener('message', listener, { once: true, signal: AbortSignal.abort() });
feed.removeEventListener('message', listener);
feed.addEventListener('message', null);

// So does what a failure has, and such an event has not.
feed.onerror = (event) => {
  expect<Same<typeof event.message, string | undefined>>();
  if (event.error) expect<Same<typeof event.message, string>>();
};
feed.addEventListener('error', ({ error }) => console.warn(error?.retryInMs));

for await (const event of feed) expect<Same<typeof event, FeedEvent<Tweet>>>();
for await (const batch of feed.batches()) {
  expect<Same<typeof batch, FeedEvent<Tweet>[]>>();
  expect<Same<(typeof batch)[0], FeedEvent<Tweet>>>();
}
try {
  for await (const { json } of feed) console.log(json.id_str);
} catch (error) {
  if (error instanceof FeedError && error.type === 'status')
    console.log(error.status, error.body, error.headers?.get('x'));
}

// Without a type a record is unknown, which has to be looked at before it is used.
const untyped = new FeedSource(new URL('https://example.com/'));
untyped.onmessage = ({ json }) => expect<Same<typeof json, unknown>>();

export const target: EventTarget = feed;
export const iterable: AsyncIterable<FeedEvent<Tweet>> = feed;
export const made = new FeedEvent<Tweet>('message', { data: '{}', lastEventId: '1' }).json.text;

// What records are follows from what reads them.
const parsed = new FeedSource('/', { parse: (text) => BigInt(text) });
parsed.onmessage = ({ json }) => expect<Same<typeof json, bigint>>();
declare const validator: StandardSchema<Tweet>;
const validated = new FeedSource('/', { schema: validator, parse: (text) => BigInt(text) });
validated.onmessage = ({ json }) => expect<Same<typeof json, Tweet>>();
validated.addEventListener('malformed', ({ issues }) => expect<Same<typeof issues, readonly RecordIssue[]>>());
validated.addEventListener('*', ({ json }) => expect<Same<typeof json, Tweet>>());
for await (const { json } of validated.values({ preventClose: true })) expect<Same<typeof json, Tweet>>();
