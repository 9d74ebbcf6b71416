import { messageIn } from '../link/enveloped.js';
import { memberOf } from '../pointer.js';

/** Where a cursor goes, as in the option `resume` of a feed. */
export interface FakeResume {
  /** The name of a header; false: in none. Default: Last-Event-ID. */
  header?: string | false;
  /** The name of a parameter of the URL. */
  query?: string;
  /** A JSON pointer into the body. */
  body?: string;
}

/**
 * How far an exchange has come: the page waits for an answer, has one that goes on, or has had one that ended; or its
 * connection was cut by the script, or given up by the page.
 */
export type FakeRequestState = 'waiting' | 'open' | 'ended' | 'cut' | 'aborted';

/** What a page asked, and what came of it. */
export interface FakeRequest {
  /** Absolute, with its query. */
  readonly url: string;
  /** In capitals; GET of a WebSocket. */
  readonly method: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A text or bytes if it is text, fields or bytes; else as it was given. */
  readonly body: unknown;
  /** The id after which the page wants the feed to go on; empty if it sent none. */
  readonly cursor: string;
  /** How far it has come. */
  readonly state: FakeRequestState;
  /** What a page offers by a WebSocket. */
  readonly protocols: readonly string[];
  /** What it has sent by one. */
  readonly messages: readonly (string | Uint8Array)[];
}

/** A request as it is noted. */
export type Noted = { -readonly [name in keyof FakeRequest]: FakeRequest[name] } & {
  messages: (string | Uint8Array)[];
  readonly signal: AbortSignal | undefined;
};

/** What fetch was asked. */
export async function noted(input: unknown, init: RequestInit = {}, resume: FakeResume): Promise<Noted> {
  const request = isRequest(input) ? input : undefined;
  const headers = Object.fromEntries(new Headers(init.headers ?? request?.headers));
  const own = init.body === undefined && request?.body ? await request.clone().text() : init.body;
  const body = own instanceof URLSearchParams ? `${own}` : own === null ? undefined : own;
  const url = absolute(request?.url ?? `${input}`);
  return {
    url,
    method: (init.method ?? request?.method ?? 'GET').toUpperCase(),
    headers,
    body,
    cursor: cursorOf(url, headers, body, resume),
    state: 'waiting',
    protocols: [],
    messages: [],
    signal: init.signal ?? request?.signal ?? undefined,
  };
}

/** What a WebSocket was made with. */
export function notedSocket(url: string, protocols: readonly string[], resume: FakeResume): Noted {
  const whole = absolute(url).replace(/^http/, 'ws');
  const cursor = cursorOf(whole, {}, undefined, { ...resume, header: false });
  return {
    url: whole,
    method: 'GET',
    headers: {},
    body: undefined,
    cursor,
    state: 'waiting',
    protocols,
    messages: [],
    signal: undefined,
  };
}

/** Of another realm's as well. */
const isRequest = (input: unknown): input is Request => Object.prototype.toString.call(input) === '[object Request]';

/** An address as the page means it; without a page as it is. */
export function absolute(url: string): string {
  try {
    return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href).href;
  } catch {
    return url;
  }
}

function cursorOf(url: string, headers: Record<string, string>, body: unknown, resume: FakeResume): string {
  const { header = 'Last-Event-ID', query, body: pointer } = resume;
  const sent = header && headers[header.toLowerCase()];
  if (sent) return utf8(sent);
  const asked = query !== undefined && URL.canParse(url) && new URL(url).searchParams.get(query);
  if (asked) return asked;
  return pointer === undefined ? '' : inBody(body, pointer);
}

/** A header has one character for each byte. */
function utf8(value: string): string {
  return new TextDecoder().decode(Uint8Array.from(value, (character) => character.charCodeAt(0)));
}

function inBody(body: unknown, pointer: string): string {
  const message = body instanceof Uint8Array ? messageIn(body) : undefined;
  const text = message ? new TextDecoder().decode(message) : body;
  if (text instanceof FormData) return `${text.get(pointer.slice(1)) ?? ''}`;
  if (typeof text !== 'string') return '';
  return memberOf(text, pointer) ?? new URLSearchParams(text).get(pointer.slice(1)) ?? '';
}
