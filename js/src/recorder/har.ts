import { joined } from '../joined.js';
import type { RecordedHeaders, RecordedRequest, RecordingEvent, RecordingHeader } from './event.js';
import { base64, textOf } from './lines.js';

/** A name with a value, as HAR has header fields and parameters. */
export interface HARField {
  /** The name. */
  readonly name: string;
  /** The value. */
  readonly value: string;
}

/** One request with what came of it, as HAR 1.2 has it: http://www.softwareishard.com/blog/har-12-spec/. */
export interface HAREntry {
  /** When the request was sent, in ISO 8601. */
  readonly startedDateTime: string;
  /** How long it went on, in milliseconds. */
  readonly time: number;
  /** What was asked. */
  readonly request: Readonly<Record<string, unknown>> & { readonly method: string; readonly url: string };
  /** What was answered; the status is 0 if nothing was. */
  readonly response: Readonly<Record<string, unknown>> & { readonly status: number };
  /** Nothing is known of caches. */
  readonly cache: Readonly<Record<string, never>>;
  /** Of the time, how much passed ahead of the response, and how much in its body. */
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
}

/** An HTTP Archive, version 1.2. */
export interface HAR {
  /** All that it has. */
  readonly log: {
    /** 1.2. */
    readonly version: string;
    /** Who made it. */
    readonly creator: { readonly name: string; readonly version: string };
    /** The requests in the order in which they were sent. */
    readonly entries: readonly HAREntry[];
  };
}

/** The requests of a recording as an HTTP Archive. */
export function harOf({ began, version }: RecordingHeader, events: readonly RecordingEvent[]): HAR {
  const exchanges = new Map<number, [RecordedRequest, ...RecordingEvent[]]>();
  for (const event of events) {
    if (event.kind === 'request') exchanges.set(event.request, [event]);
    else if ('request' in event) exchanges.get(event.request)?.push(event);
  }
  const entries = [...exchanges.values()].map((own) => entryOf(own, Date.parse(began)));
  return { log: { version: '1.2', creator: { name: 'feedsource', version }, entries } };
}

/** @param own A request, and all that came of it. */
function entryOf(own: readonly [RecordedRequest, ...RecordingEvent[]], began: number): HAREntry {
  const [{ t, method, url, headers, body }] = own;
  const response = own.find((event) => event.kind === 'response');
  const chunks = own.flatMap((event) => (event.kind === 'chunk' ? [event.bytes] : []));
  const last = own.at(-1)!.t;
  const answered = response?.t ?? last;
  const whole = joined(chunks);
  const text = textOf(whole);
  const unknown = { httpVersion: '', cookies: [], headersSize: -1 };
  const typeOf = (fields: RecordedHeaders) => fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return {
    startedDateTime: new Date(began + t).toISOString(),
    time: last - t,
    request: {
      ...unknown,
      method,
      url,
      headers: headers.map(field),
      queryString: [...new URLSearchParams(/\?([^#]*)/.exec(url)?.[1])].map(field), // which a page may have redacted to no URL
      bodySize: body === undefined ? 0 : -1,
      ...(body !== undefined && { postData: { mimeType: typeOf(headers), params: [], text: body } }),
    },
    response: {
      ...unknown,
      status: response?.status ?? 0,
      statusText: '',
      headers: (response?.headers ?? []).map(field),
      content: {
        size: whole.length,
        mimeType: typeOf(response?.headers ?? []),
        ...(text === undefined ? { text: base64(whole), encoding: 'base64' } : { text }),
      },
      redirectURL: '',
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: answered - t, receive: last - answered },
  };
}

const field = ([name, value]: readonly [string, string]): HARField => ({ name, value });
