import type { FeedError } from './errors.js';

/** How a body is cut into records. */
export const formats = [
  'auto', 'sse', 'ndjson', 'json-cr', 'json-crlf', 'length', 'json', 'json-seq', 'json-array', 'lines',
] as const;

export type Format = (typeof formats)[number];

/** Headers of a request, or a function that is asked for them before every attempt. */
export type FeedHeaders = HeadersInit | ((attempt: number) => HeadersInit | Promise<HeadersInit>);

/** How a feed connects again. All are optional. */
export interface ReconnectOptions {
  /** Stop after so many failures in a row, a whole number from 1. Default: never. */
  maxAttempts?: number;
  /** Stop when the next attempt would come later than this after the first failure of a row, in milliseconds. Default: never. */
  maxElapsedMs?: number;
  /** Send a request again whatever its method. Default false: only GET and HEAD. */
  anyMethod?: boolean;
  /**
   * Asked about every failure, which holds what the feed would do (`retryInMs`, `final`).
   * A number is the wait in milliseconds, `false` closes the feed, and `undefined` leaves
   * it to the feed. The answer is obeyed as given.
   */
  delay?: (failure: FeedError) => number | false | undefined;
}

/** What a feed is made with: the options of `fetch`, and its own. All are optional. */
export interface FeedSourceInit extends Omit<RequestInit, 'headers' | 'keepalive' | 'window'> {
  /**
   * Headers as an object, `Headers` or pairs; or a function, which may be async and is
   * asked again for every attempt (counted from 1), so that a token can be fresh.
   */
  headers?: FeedHeaders;
  /** Sends cookies to other origins: `credentials: 'include'`. Default false. */
  withCredentials?: boolean;
  /**
   * How the body is framed. Default `auto`: by content type, then by the first bytes.
   * Any other format never looks at the content type.
   */
  format?: Format;
  /** Sent as `Last-Event-ID` with the first request, to go on where an earlier feed stopped. */
  lastEventId?: string;
  /**
   * JSON pointer (RFC 6901) to a record's cursor, such as `/id_str` or
   * `/object/metadata/resourceVersion`: it becomes the event's `lastEventId` and is sent
   * back on reconnection. Numbers stay exact to the last digit. For an event stream,
   * this instead of its `id` fields.
   */
  id?: string;
  /**
   * How the cursor goes back to the server: in the header `Last-Event-ID` (the
   * default), in another header, in a query parameter, or `false`, not at all.
   */
  resume?: false | { header: string } | { query: string };
  /**
   * Drops records that came before: `key` is one JSON pointer or several that together
   * identify a record, `window` how many records are remembered (1 to 2^30, default
   * 1000; up to 1 KiB each). A record that lacks a member of the key is always delivered.
   */
  dedupe?: { key: string | readonly string[]; window?: number };
  /**
   * Cuts a connection that has gone silent, and connects again. Any byte is a sign of
   * life, whatever it is part of. `timeoutMs` is the longest silence; without it, the limit is
   * learned: three beats of a keep-alive that comes regularly, six times the longest
   * gap if none does, 30 s at least. `connectMs` is the longest wait for a response. A
   * hidden page or a machine that slept is not taken for silence. Default: off.
   */
  keepalive?: false | { timeoutMs?: number; connectMs?: number };
  /** `false`: stop at the first failure or end. An object: how to connect again. */
  reconnect?: false | ReconnectOptions;
  /** The longest record, in bytes, from 1 to 2^30; longer ones are `malformed`. Default 16 MiB. */
  maxRecordBytes?: number;
  /** Used instead of the global `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** What is wrong with the options, told by the constructor at once. */
export function check(init: FeedSourceInit): void {
  const { format, maxRecordBytes, reconnect, id = '', dedupe, keepalive } = init;
  if (format !== undefined && !formats.includes(format)) {
    throw new TypeError(`format is ${JSON.stringify(format)}; it can be ${formats.join(', ')}.`);
  }
  // `false` has no members, as nothing has none.
  const again = reconnect as ReconnectOptions | undefined;
  const beat = keepalive as Exclude<typeof keepalive, false>;
  whole({
    maxRecordBytes,
    'dedupe.window': dedupe?.window,
    'reconnect.maxAttempts': again?.maxAttempts,
    'reconnect.maxElapsedMs': again?.maxElapsedMs,
    'keepalive.timeoutMs': beat?.timeoutMs,
    'keepalive.connectMs': beat?.connectMs,
  });
  for (const pointer of [id, dedupe?.key ?? ''].flat()) {
    if (!/^(\/([^~]|~[01])*)?$/.test(pointer)) throw new TypeError(`${pointer} is not a JSON pointer; /id is one.`);
  }
  if (/[\0\r\n]/.test(init.lastEventId ?? '')) {
    throw new TypeError('lastEventId holds NUL, CR or LF.');
  }
  if (typeof init.headers !== 'function') new Headers(init.headers); // throws what is wrong with them
}

function whole(options: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !(Number.isInteger(value) && value > 0 && value <= 2 ** 30)) {
      throw new TypeError(`${name} is ${String(value)}; it can be a whole number from 1 to 2^30.`);
    }
  }
}

/** The RequestInit of an attempt, its headers a Headers object. The engine adds to it. */
export async function requestInit(init: FeedSourceInit, attempt: number): Promise<RequestInit> {
  const { headers, withCredentials, format, lastEventId, id, resume, dedupe, keepalive, reconnect, maxRecordBytes, fetch, signal, ...request } = init;
  const asked = typeof headers === 'function' ? await headers(attempt) : headers;
  const prepared: RequestInit & { duplex?: 'half' } = { ...request, headers: new Headers(asked) };
  if (withCredentials) prepared.credentials = 'include';
  if (request.body instanceof ReadableStream) prepared.duplex = 'half'; // fetch asks for it
  return prepared;
}

/** A URL as WebIDL and the scope the script runs in have it. */
export function resolve(url: string | URL): URL {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  try {
    return new URL(`${url}`, base);
  } catch {
    throw new DOMException(`${JSON.stringify(`${url}`)} is not a URL.`, 'SyntaxError');
  }
}
