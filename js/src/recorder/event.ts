/** What every event of a recording has. */
export interface Recorded<Kind extends string> {
  /** When it was, in milliseconds since the recording's feed was made. */
  readonly t: number;
  /** What it is. */
  readonly kind: Kind;
}

/** What is about a request, which has a number, from 1. */
export interface RecordedOfRequest<Kind extends string> extends Recorded<Kind> {
  /** The number of the request in its feed, from 1. */
  readonly request: number;
}

/** Header fields, in order. */
export type RecordedHeaders = readonly (readonly [name: string, value: string])[];

/** A request was sent. Secrets are taken out. */
export interface RecordedRequest extends RecordedOfRequest<'request'> {
  /** GET, POST or another. */
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** Those that the page and the feed set; what the browser adds is not known. */
  readonly headers: RecordedHeaders;
  /** There was one, and it was text. It is redacted unless the page says otherwise. */
  readonly body?: string | undefined;
}

/** The response to a request came; or a WebSocket is open, with the status 101. */
export interface RecordedResponse extends RecordedOfRequest<'response'> {
  /** After redirects. */
  readonly url: string;
  /** The status. */
  readonly status: number;
  /** Those that CORS lets the page see. */
  readonly headers: RecordedHeaders;
}

/** Bytes of a body came, of refused responses as well, after content encoding is undone and ahead of all framing. */
export interface RecordedChunk extends RecordedOfRequest<'chunk'> {
  /** The bytes, as they came together. */
  readonly bytes: Uint8Array;
}

/** A body ended. */
export interface RecordedEnd extends RecordedOfRequest<'end'> {
  /** What cut it, in words; empty if nothing did. */
  readonly cut: string;
}

/** A request got no response. */
export interface RecordedUnanswered extends RecordedOfRequest<'unanswered'> {
  /** What was thrown, in words. */
  readonly why: string;
}

/** The feed gave a request up. */
export interface RecordedAbort extends RecordedOfRequest<'abort'> {
  /**
   * The type of the `FeedError` that the feed told then (`stall`, `away`, `gap`, `complete` …), `reconnect`, `close`, `engine` if that
   * died, `backfill` for a page of missing records that was not read to its end, `resume` if of two requests, with the cursor
   * and without, the other counts; else in words.
   */
  readonly why: string;
}

/** The event `open`. */
export interface RecordedOpen extends Recorded<'open'> {
  /** After redirects. */
  readonly url: string;
  /** Those that CORS lets the page see. */
  readonly headers: RecordedHeaders;
}

/** A record came to the page, whether or not anybody has taken it since. */
export interface RecordedRecord extends Recorded<'record'> {
  /** The type of the event. */
  readonly type: string;
  /** Its `lastEventId`. */
  readonly id: string;
  /** Its `data`: a text, or bytes in formats of bytes. */
  readonly data: string | Uint8Array;
}

/** A sign of life came that is no record. */
export interface RecordedKeepAlive extends Recorded<'keepalive'> {
  /** The `kind` of the `keepalive` event. */
  readonly sign: 'blank' | 'comment' | 'signal';
  /** Its `data`. */
  readonly data: string | Uint8Array;
}

/** Bytes came that are no record. */
export interface RecordedMalformed extends Recorded<'malformed'> {
  /** The `reason` of the `malformed` event. */
  readonly reason: string;
  /** Where in the body they began. */
  readonly offset: number;
  /** The bytes. */
  readonly bytes: Uint8Array;
}

/** The connection failed or ended: the event `error`. */
export interface RecordedError extends Recorded<'error'> {
  /** The `type` of the `FeedError`; its other members are here as well, but for its headers. */
  readonly type: string;
  /** What happened, in a sentence. */
  readonly message: string;
  /** Of the response, if there was one. */
  readonly status?: number | undefined;
  /** Of failures in a row, the number of this one. */
  readonly attempt: number;
  /** What the server calls it. */
  readonly code?: string | undefined;
  /** The beginning of a body that was refused. */
  readonly body?: string | undefined;
  /** How long the feed waits, in milliseconds, unless it is over. */
  readonly retryInMs?: number | undefined;
  /** The feed is over. */
  readonly final: boolean;
  /** What was thrown, in words. */
  readonly cause?: unknown;
}

/** The feed waits before it asks again. */
export interface RecordedWait extends Recorded<'wait'> {
  /** How long, in milliseconds. */
  readonly ms: number;
  /** The status or the type of the failure, and how many there were in a row. */
  readonly reason: string;
}

/** An event `gap`, `stall`, `lag` or `warning`. */
export interface RecordedNotice extends Recorded<'notice'> {
  /** Which of them. */
  readonly type: string;
  /** Its `detail`. */
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** What the page's function `reconnect.delay` decided. */
export interface RecordedDelay extends Recorded<'delay'> {
  /** Milliseconds to wait, `false` to stop, or null for what the feed proposed. */
  readonly answer: number | false | null;
}

/** What the page asked of the feed, or what became of the page. */
export interface RecordedCall extends Recorded<'call'> {
  /**
   * `close`, `reconnect`, `pause`, `resume`, `send`; `signal` if that of the feed was aborted; `interrupt` if developer tools cut the
   * connection; or `sleep`, `wake`, `hide`, `online`.
   */
  readonly call: string;
}

/** Something that came or was done, in a {@link Recording}. */
export type RecordingEvent =
  | RecordedRequest
  | RecordedResponse
  | RecordedChunk
  | RecordedEnd
  | RecordedUnanswered
  | RecordedAbort
  | RecordedOpen
  | RecordedRecord
  | RecordedKeepAlive
  | RecordedMalformed
  | RecordedError
  | RecordedWait
  | RecordedNotice
  | RecordedDelay
  | RecordedCall;

/** What a {@link Recording} is of. */
export interface RecordingHeader {
  /** The version of the file's format: 1. */
  readonly feedrec: 1;
  /** When the recording was taken, in ISO 8601. */
  readonly made: string;
  /** When the feed was made, from which `t` counts, in ISO 8601. */
  readonly began: string;
  /** The release of FeedSource. */
  readonly version: string;
  /** The feed's URL without secrets; empty if a function gives it. */
  readonly url: string;
  /** `navigator.userAgent`; empty where there is none. */
  readonly userAgent: string;
  /** Where the engine ran: `stats.host`. */
  readonly host: string;
  /** How many things the ring has dropped; 0: the recording is whole. */
  readonly dropped: number;
  /**
   * The feed's options with its preset's merged in, without functions, `headers`, `body` (`{}` stands for one that the cursor goes into),
   * what a WebSocket says, stores for the cursor, `worker` and `share`.
   */
  readonly options: object;
  /** The names of options that were functions or validators. */
  readonly functions: readonly string[];
  /** The same options as the engine has them; undefined if there has been no engine to take them. */
  readonly engine?: Readonly<Record<string, unknown>> | undefined;
}
