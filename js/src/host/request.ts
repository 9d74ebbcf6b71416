import { isForm, type Form } from '../link/body.js';
import { enveloped, messageIn } from '../link/enveloped.js';
import type { BodyData, DialData, FeedOptions, Pairs, RequestData } from '../link/contract.js';

export const eventStream = 'text/event-stream';

const acceptJSON = 'application/json, */*;q=0.8';

/** The Accept header of a request that carries none, by format. */
const accepts: Readonly<Record<string, string>> = {
  sse: eventStream,
  auto: `${eventStream}, application/x-ndjson, application/json-seq, application/json;q=0.9, */*;q=0.8`,
  ndjson: 'application/x-ndjson, application/json;q=0.9, */*;q=0.8',
  'json-seq': 'application/json-seq, application/json;q=0.9, */*;q=0.8',
  'json-cr': acceptJSON,
  'json-crlf': acceptJSON,
  length: acceptJSON,
  json: acceptJSON,
  'json-array': acceptJSON,
  'aws-eventstream': 'application/vnd.amazon.eventstream, */*;q=0.8',
  multipart: 'multipart/mixed, multipart/x-mixed-replace, */*;q=0.8',
  'cbor-seq': 'application/cbor-seq, */*;q=0.8',
  msgpack: 'application/msgpack, */*;q=0.8',
};
const acceptAny = '*/*';

/** What the first request of a feed without a cursor needs to know of the engine: nothing. */
export const plainDial = (url: string): DialData => ({
  url,
  backfill: false,
  cursor: '',
  header: '',
  member: '',
  method: '',
  base: '',
  foreign: false,
  beside: false,
  lastEventId: '',
  count: 0,
  from: '',
});

/**
 * Where a request goes.
 *
 * @throws {TypeError} the server chose another origin than its own, or no address at all; or there is a password in it, which
 *   fetch would refuse in words that have it.
 */
export function addressOf({ url, base, foreign }: DialData): string {
  const { href, origin, protocol, username, password } = new URL(url, base || undefined);
  if (username || password) throw new TypeError('a URL takes no password; send it in headers.Authorization');
  if (foreign && origin !== new URL(base).origin) {
    const where = origin === 'null' ? protocol : origin;
    throw new TypeError(`the server wants the feed to go on at ${where}, which resume.url would have to name`);
  }
  return href;
}

/**
 * The RequestInit of an attempt, but for the signal. Cache mode no-store and the Accept header are the standard's (WHATWG
 * HTML section 9.2.2); what the page set itself stays.
 *
 * @throws {Error} the cursor cannot go into the body.
 */
export function requestInit({ rest, body }: RequestData, pairs: Pairs, format: string, dial: DialData): RequestInit {
  const headers = new Headers(pairs);
  if (dial.header) headers.set(dial.header, byteString(dial.cursor));
  if (!headers.has('Accept')) headers.set('Accept', accepts[format] ?? acceptAny);
  const init: RequestInit & { duplex: 'half' } = { cache: 'no-store', ...rest, headers, duplex: 'half' }; // a body that is a stream needs duplex
  if (dial.backfill) init.method = 'GET';
  else if (dial.method) init.method = dial.method;
  if (dial.backfill || isBodiless(dial.method)) return init;
  if (dial.member) init.body = withMember(body, dial.member, dial.cursor);
  else if (body !== undefined) init.body = bodyOf(body);
  return init;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const isBodiless = (method: string): boolean => method === 'GET' || method === 'HEAD';

/**
 * Text with one character for each of its UTF-8 bytes. A header value is a byte string: "日" itself makes Headers.set
 * throw, its bytes pass as they are (WHATWG HTML section 9.2.2 sends the last event ID "encoded as UTF-8").
 */
const byteString = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');

/**
 * A body that is a stream, watched: fetch tells of its own failures and of the stream's in the same words.
 *
 * @throws {TypeError} it has been sent already.
 */
export function watched(body: ReadableStream, failed: (cause: unknown) => void): ReadableStream {
  if (body.locked) throw new TypeError('the body is a stream, which can be sent once');
  const reader = body.getReader();
  const pull = async (to: ReadableStreamDefaultController) => {
    try {
      const { done, value } = await reader.read();
      if (done) to.close();
      else to.enqueue(value);
    } catch (cause) {
      failed(cause);
      throw cause;
    }
  };
  return new ReadableStream({ pull, cancel: (cause) => reader.cancel(cause) }, { highWaterMark: 0 });
}

function bodyOf(body: Exclude<BodyData, undefined>): BodyInit | null {
  return isForm(body) ? formOf(body) : (body as BodyInit | null);
}

/**
 * Puts a cursor into the body for a trial, ahead of the first: what cannot take one would be found out behind it.
 *
 * @throws {TypeError} the body cannot take one, or there is none.
 */
export function trial({ body }: RequestData, { resume, method = 'GET' }: FeedOptions, { backfill }: DialData): void {
  if (!resume?.body || backfill) return;
  const goesOnBy = resume.method ?? (resume.url || resume.asksURL ? 'GET' : method);
  if (isBodiless(goesOnBy)) throw unfit(resume.body, `is for a method that has a body, and not ${goesOnBy}`);
  withMember(body, resume.body, '');
}

/**
 * A body with a cursor in it: at a JSON pointer into a JSON text, in an envelope or not, where what leads to it is made as
 * needed, or in a field of a form.
 */
function withMember(body: BodyData, pointer: string, value: string): BodyInit {
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = tokens.pop()!;
  if (typeof body === 'string' && /^\s*[{[]/.test(body)) {
    const whole = JSON.parse(body, asWritten) as Record<string, unknown>;
    const put = (token: string, value: unknown) => {
      if (Array.isArray(parent) && !Object.keys(parent).includes(token))
        throw unfit(pointer, 'leads to no element of an array');
      Object.defineProperty(parent, token, { value, enumerable: true }); // __proto__ too
    };
    let parent = whole;
    for (const token of tokens) {
      if (!Object.hasOwn(parent, token)) put(token, {});
      parent = parent[token] as Record<string, unknown>;
      if (typeof parent !== 'object' || parent === null) throw unfit(pointer, 'leads through what is no object');
    }
    put(name, value);
    return JSON.stringify(whole);
  }
  const message = ArrayBuffer.isView(body) ? messageIn(bytesOf(body)) : undefined;
  if (message) {
    const text = withMember(new TextDecoder().decode(message), pointer, value);
    if (typeof text === 'string') return enveloped(new TextEncoder().encode(text));
  }
  if (tokens.length > 0) throw unfit(pointer, 'is for a body that is a JSON object');
  if (isForm(body)) return set(formOf(body), name, value);
  if (body === undefined || body === null) return set(new URLSearchParams(), name, value);
  if (typeof body === 'string') return set(new URLSearchParams(body), name, value);
  throw unfit(pointer, 'is for a body that is JSON or a form');
}

/** Keeps a number that JavaScript would round, where the browser shows how it was written. */
const asWritten = (_: string, value: unknown, at?: { source: string }): unknown =>
  typeof value === 'number' && at && `${value}` !== at.source ? (JSON as ExactJSON).rawJSON(at.source) : value;

type ExactJSON = typeof JSON & { rawJSON(text: string): unknown };

const unfit = (pointer: string, why: string): TypeError => new TypeError(`resume.body ${pointer} ${why}`);

function set<Fields extends URLSearchParams | FormData>(form: Fields, name: string, value: string): Fields {
  form.set(name, value);
  return form;
}

function formOf({ form, fields }: Form): URLSearchParams | FormData {
  if (form === 'URLSearchParams') return new URLSearchParams(fields as [string, string][]);
  const copy = new FormData();
  for (const [name, value] of fields) copy.append(name, value as string);
  return copy;
}
