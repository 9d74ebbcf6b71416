import type { BodyData, DialData, Pairs, RequestData } from '../link/contract.js';

export const eventStream = 'text/event-stream';

/** The Accept header of a request that carries none, by format. */
const accepts: Readonly<Record<string, string>> = {
  sse: eventStream,
  auto: `${eventStream}, application/x-ndjson, application/json-seq, application/json;q=0.9, */*;q=0.8`,
  ndjson: 'application/x-ndjson, application/json;q=0.9, */*;q=0.8',
  'json-seq': 'application/json-seq, application/json;q=0.9, */*;q=0.8',
  lines: '*/*',
};
const acceptJSON = 'application/json, */*;q=0.8';

/** What the first request of a feed without a cursor needs to know of the engine: nothing. */
export const plainDial = (url: string): DialData => ({ url, backfill: false, cursor: '', header: '', member: '' });

/**
 * The RequestInit of an attempt, but for the signal. Cache mode no-store and the Accept header are the standard's (WHATWG
 * HTML section 9.2.2); what the page set itself stays.
 *
 * @throws {Error} the cursor cannot go into the body.
 */
export function requestInit({ rest, body }: RequestData, pairs: Pairs, format: string, dial: DialData): RequestInit {
  const headers = new Headers(pairs);
  if (dial.header) headers.set(dial.header, byteString(dial.cursor));
  if (!headers.has('Accept')) headers.set('Accept', accepts[format] ?? acceptJSON);
  const init: RequestInit & { duplex: 'half' } = { cache: 'no-store', ...rest, headers, duplex: 'half' }; // a body that is a stream needs duplex
  if (dial.backfill) init.method = 'GET';
  else if (dial.member) init.body = withMember(body, dial.member, dial.cursor);
  else if (body !== undefined) init.body = bodyOf(body);
  return init;
}

/**
 * Text with one character for each of its UTF-8 bytes. A header value is a byte string: "日" itself makes Headers.set
 * throw, its bytes pass as they are (WHATWG HTML section 9.2.2 sends the last event ID "encoded as UTF-8").
 */
const byteString = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');

function bodyOf(body: Exclude<BodyData, undefined>): BodyInit | null {
  return isForm(body) ? formOf(body) : (body as BodyInit | null);
}

/** A body with a cursor in it: as a member of a JSON text, or as a field of a form. */
function withMember(body: BodyData, name: string, value: string): BodyInit {
  if (typeof body === 'string' && body.trimStart().startsWith('{')) {
    return JSON.stringify({ ...JSON.parse(body), [name]: value });
  }
  const form = isForm(body) ? formOf(body) : new URLSearchParams(body as string | undefined);
  form.set(name, value);
  return form;
}

type Form = Extract<BodyData, { form: string }>;

const isForm = (body: BodyData): body is Form => typeof body === 'object' && body !== null && 'form' in body;

function formOf({ form, fields }: Form): URLSearchParams | FormData {
  if (form === 'URLSearchParams') return new URLSearchParams(fields as [string, string][]);
  const copy = new FormData();
  for (const [name, value] of fields) copy.append(name, value as string);
  return copy;
}
