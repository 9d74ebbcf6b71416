// What passes between the page, the host and the engine is plain data, and all of it is named here and in its twin:
// js/src/link/contract.ts says it in TypeScript, wasm/internal/bridge/contract_js.go in Go, with read_options.go and
// read_head.go beside it. The page is where a page's own code runs; the host is where the engine runs, in the same
// thread or another; a link joins the two. A change here is a change there: test/layout compares the names, and the
// order where the order counts.

/**
 * Bytes in a buffer that is not shared. It is `Uint8Array<ArrayBuffer>`, which compilers older than TypeScript 5.7 do not
 * know as such: what the package declares is for them too.
 */
export type Bytes = ReturnType<Uint8Array['slice']>;

/** Header fields or form fields, in order. */
export type Pairs = [name: string, value: string][];

/* ---- page -> host: a feed, as the page asks for it ---- */

/** What opens a feed: the options that the engine reads, and the request that the host makes. */
export interface Opening {
  readonly options: FeedOptions;
  readonly request: RequestData;
  /** Given if the feed is read by a WebSocket. */
  readonly socket?: SocketData | undefined;
  /** False: nothing is read before the engine is there. */
  readonly interim: boolean;
  /** Given if the feed is shared with other pages. */
  readonly share?: ShareData | undefined;
  /** The host tells what passes between it and servers: `PageEnd.saw`. */
  records?: boolean | undefined;
}

/** How a WebSocket is opened. */
export interface SocketData {
  readonly protocols: readonly string[];
  /** The page has something to say first: `PageEnd.say`. */
  readonly greets: boolean;
}

/** What goes to a server by a WebSocket. */
export type Message = string | Bytes;

/** What a page says something to by a WebSocket; any other number is that of the signal that it replies to. */
export const enum Occasion {
  /** A connection is there. */
  Greeting = -2,
  /** The server is silent. */
  Ping = -1,
}

/** How a page takes part in a shared feed. */
export interface ShareData {
  /** What keeps apart feeds that are equal but for it. */
  readonly name: string;
  /** How many of the latest records it wants first. */
  readonly replay: number;
  /** It can be seen at present. */
  readonly visible: boolean;
  /** It has a store for the cursor: `PageEnd.keep`. */
  readonly keeps: boolean;
  /** It had the feed from a host that is gone, and how far it came if anything came. */
  readonly isBack?: boolean;
  readonly position?: Position | undefined;
}

/** How far one has come with a shared feed. */
export interface Position {
  /** The run of numbers that it counts in: another begins where nothing is known of what came before. */
  readonly run: string;
  /** The number of the record that comes next. */
  readonly next: number;
  /** The last event ID in force, with which another connection goes on. */
  readonly cursor: string;
  /** The number of the first record that such a connection brings: the one behind the record with that ID. */
  readonly resumesAt: number;
}

/** A JSON pointer into a record, or the name of a field of its header, which cannot be one. */
export type Member = string;

/**
 * The options of a feed, checked, with its preset's merged in. What is undefined was not given, and the engine knows the
 * default; `format` is always given.
 */
export interface FeedOptions {
  /** Empty: the page's own function is asked for it before every request: `PageEnd.address`. */
  readonly url: string;
  /** That of the page, which decides whether CORS has a say; empty where there is no CORS. */
  readonly origin: string;
  /** The EventSource standard: every status but 200 and every type but text/event-stream ends the feed. */
  readonly strict: boolean;
  readonly format: string;
  readonly webSocket: boolean;
  /** The page has something to ask a server with that is silent: `PageEnd.say`. */
  readonly pings: boolean;
  /** Of the format `fixed`: how many bytes the length and the header have, and where in that it stands. */
  readonly layout:
    | readonly [bytes: number, offset: number, header: number, isLittle: 0 | 1, countsFrame: 0 | 1]
    | undefined;
  /** The payloads of records of bytes are JSON texts. */
  readonly json: boolean;
  /** In capitals; GET if not given. */
  readonly method: string | undefined;
  readonly lastEventId: string;
  /** What was remembered of the first answer (`resume.from`) by an earlier feed that this one goes on from. */
  readonly from: string;
  readonly maxRecordBytes: number | undefined;
  /** The headers come from a function, which is asked once more after a 401. */
  readonly freshHeaders: boolean;
  /** The page decides about every failure: `PageEnd.delay`. */
  readonly asksDelay: boolean;
  /** Not asked again after a failure or an end. */
  readonly once: boolean;
  readonly reconnect:
    | {
        readonly maxAttempts?: number | undefined;
        readonly maxElapsedMs?: number | undefined;
        readonly anyMethod?: boolean | undefined;
      }
    | undefined;
  /** {@link Member}s that are the cursor of a record; empty if there is none. */
  readonly id: readonly Member[];
  readonly resume:
    | {
        readonly off?: boolean | undefined;
        readonly header?: string | undefined;
        readonly query?: string | undefined;
        /** A JSON pointer. */
        readonly body?: string | undefined;
        /** In no header, not even the standard's. */
        readonly bare?: boolean | undefined;
        /** The page's own headers or URL carry the cursor. */
        readonly page?: boolean | undefined;
        /** The parameter `query` of the URL holds a cursor, which may expire. */
        readonly own?: boolean | undefined;
        /** Where to go on, if elsewhere: a template with {from}, {id} and {count}. */
        readonly url?: string | undefined;
        /** The page has a function for that: `PageEnd.address`. */
        readonly asksURL?: boolean | undefined;
        /** Of the request that goes on, in capitals; GET elsewhere if not given. */
        readonly method?: string | undefined;
        /** What to remember of the first answer: a header, or a JSON pointer into a record. */
        readonly fromHeader?: string | undefined;
        readonly fromRecord?: Member | undefined;
        /** The number of records so far is the cursor. */
        readonly counts?: boolean | undefined;
        /** The server begins anew; what came is skipped. */
        readonly skips?: boolean | undefined;
        /** What the server takes for a cursor: a template with {id}, or {id+1} for the next whole number. */
        readonly as?: string | undefined;
        /** The page has a function that makes of a cursor what the server takes: `PageEnd.address`. */
        readonly asksAs?: boolean | undefined;
      }
    | undefined;
  readonly keepalive: { readonly timeoutMs?: number | undefined; readonly connectMs?: number | undefined } | undefined;
  readonly dedupe:
    | {
        readonly key: readonly Member[];
        /** By the id of an event instead. */
        readonly byId: boolean;
        readonly window?: number | undefined;
      }
    | undefined;
  readonly gap:
    | {
        readonly windowMs?: number | undefined;
        readonly header?: string | undefined;
        readonly stop?: boolean | undefined;
      }
    | undefined;
  readonly decode: { readonly data: string; readonly encoding: string } | undefined;
  /** A JSON pointer to the member that holds a record in base64. */
  readonly base64: string | undefined;
  readonly lag: { readonly time: Member; readonly warnMs?: number | undefined } | undefined;
  readonly signals: readonly SignalData[];
  /** Without a url the page's own function is asked: `PageEnd.missing`. */
  readonly backfill:
    | {
        readonly url?: string | undefined;
        readonly after?: string | undefined;
        readonly before?: string | undefined;
        readonly size?: number | undefined;
        readonly overlap?: number | undefined;
      }
    | undefined;
}

/** A rule of the option `signals`. */
export interface SignalData {
  readonly type: string | undefined;
  readonly at: Member | undefined;
  /** Any of these texts; anything if there are none. Numbers and truth values as JSON has them. */
  readonly is: readonly string[];
  /** Or a number from the one to the other. */
  readonly range: readonly [low: number, high: number] | undefined;
  /** Or it is no record, but a close code of a WebSocket from the one to the other. */
  readonly close: readonly [low: number, high: number] | undefined;
  /** The page replies to it: `PageEnd.say`. */
  readonly replies: boolean;
  /** What must hold as well. */
  readonly and: { readonly at: Member; readonly is: readonly string[] } | undefined;
  readonly then: string;
  /** The record does not go to the page. */
  readonly quiet: boolean;
  /** What a message says instead of the server's words. */
  readonly says: string | undefined;
}

/** A request without what differs from attempt to attempt. Its members are those of RequestInit. */
export interface RequestData {
  readonly headers: Pairs;
  /** The page has a function for the headers: `PageEnd.headers`. */
  readonly asksHeaders: boolean;
  readonly body: BodyData;
  /** All other members, such as credentials and referrer, as the page gave them. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** A body: one that can be cloned as it is, or the fields of a form. */
export type BodyData =
  | string
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream
  | { readonly form: 'URLSearchParams' | 'FormData'; readonly fields: [string, FormDataEntryValue][] }
  | null
  | undefined;

/**
 * Where an engine runs: in the page's own thread, in a dedicated worker, in a worker that all pages share, or in the
 * dedicated worker of the page that was elected among those that share a feed.
 */
export type HostKind = 'page' | 'worker' | 'shared' | 'elected';

/** What the page can ask of the host about a feed. */
export interface HostEnd {
  readonly kind: HostKind;
  /** Drops the attempt or the wait under way, and dials. */
  connect(): void;
  /** Lets go of the feed. */
  close(): void;
  /** Nothing more is delivered for now, and nothing more is read; TCP holds the server back. */
  pause(): void;
  resume(): void;
  lifecycle(change: PageLifecycle): void;
  /** Cuts the connection, as a network does that fails. */
  interrupt(): void;
  /** Has `PageEnd.saw` told what passes, from the next request on. */
  record(): void;
  /** Sends by a WebSocket when there is one; rejects in words if that cannot be. */
  send(message: Message): Promise<void>;
}

/** `sleep`: the page is put away; `wake`: it is back, or became visible; `online`: the network is. */
export type Lifecycle = 'sleep' | 'wake' | 'online';

/** The same, and `hide`: the page cannot be seen any more. It matters where pages share a feed, and nowhere else. */
export type PageLifecycle = Lifecycle | 'hide';

/* ---- host -> page ---- */

/** What the host tells a page of its feed, in order, and what it asks. */
export interface PageEnd {
  opened(response: ResponseData): void;
  /** Takes a batch; a promise holds back reading until it resolves. */
  received(batch: Batch): Promise<unknown> | undefined;
  failed(failure: Failure): void;
  notice(notice: Notice): void;
  /** The time in milliseconds since 1970 from which the connection counts as quiet; 0 if nothing is expected. */
  quiet(at: number): void;
  /** The headers of a request; rejects if the page's function fails. */
  headers(state: RequestState): Promise<Pairs>;
  /** Where a request goes, and what the server takes for the cursor; rejects if a function of the page's fails. */
  address(state: RequestState): Promise<Address>;
  /** How long to wait after a failure in milliseconds, false to stop, null for what the failure proposes. */
  delay(failure: Failure): Promise<number | false | null>;
  /** The records after a cursor, as JSON texts, a line each. */
  missing(from: string): Promise<string>;
  /** What the page has to say to something: {@link Occasion}. */
  say(to: number, state: RequestState): Promise<readonly Message[]>;
  /** What is to be kept with the cursor: what was remembered of the first answer (`resume.from`). */
  remember(from: string): void;
  /** Of a shared feed: the cursor that a store is to hold, since a page has taken what led to it. */
  keep(cursor: string): void;
  /** Takes what passed between the host and a server. It runs none of the page's code, and is told at once, ahead of what came of it. */
  saw?(what: Traffic): void;
}

/** What passed between a host and a server, and when, in milliseconds since 1970. */
export type Traffic = Passing & {
  readonly at: number;
  /** The number of the request, from 1 for each host that a feed has had. */
  readonly request: number;
};

/** What passes by a request. */
export type Passing =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly url: string;
      readonly headers: Pairs;
      /** As text; undefined if there is none, or it is none. */
      readonly body: string | undefined;
    }
  | ({ readonly kind: 'response' } & ResponseData)
  /** Bytes of a body as they came. What is lent the page may change as soon as it runs again: its own stream gave it. */
  | { readonly kind: 'chunk'; readonly chunks: readonly Uint8Array[]; readonly isLent?: boolean }
  /** The end of a body: what cut it, in words; empty for a clean end. */
  | { readonly kind: 'end'; readonly cut: string }
  /** There is no response, and why, in words. */
  | { readonly kind: 'unanswered'; readonly why: string }
  /** The feed gave the request up, and why: the type of a failure, or another word. */
  | { readonly kind: 'abort'; readonly why: string };

/** The head of a response. */
export interface ResponseData {
  readonly url: string;
  readonly status: number;
  readonly headers: Pairs;
}

/** What is known of a feed when a request is made: what the page's functions are asked with. */
export interface RequestState {
  readonly attempt: number;
  readonly lastEventId: string;
  /** How many records there have been. */
  readonly count: number;
  /** What was remembered of the first answer (`resume.from`); empty if nothing was. */
  readonly from: string;
  /** The request goes on elsewhere (`resume.url`). */
  readonly resuming: boolean;
  /** The headers of the first answer, once there is one. */
  readonly headers?: Pairs | undefined;
}

/** What the page's functions answer; empty where there is no function for it. */
export interface Address {
  readonly url: string;
  readonly cursor: string;
}

/** Why a connection ended: what a FeedError is made of. */
export interface Failure {
  readonly type: string;
  readonly message: string;
  readonly status?: number;
  readonly body?: string;
  readonly code?: string;
  readonly attempt: number;
  readonly retryInMs?: number;
  readonly final: boolean;
  readonly headers?: Pairs;
  readonly cause?: unknown;
}

/** What is no failure of the connection: the type and the detail of a CustomEvent. */
export interface Notice {
  readonly type: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** What one chunk brought. */
export interface Batch {
  /** How many bytes of the body it had. */
  readonly bytes: number;
  /** When it was read, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** How many records were dropped because they came before. */
  readonly duplicates: number;
  /** Event types by slot. */
  readonly types: readonly string[];
  /** Last event IDs by slot, each followed by LF; the last is in force at the end. Empty: none, in slot 0. */
  readonly ids: string;
  /** Rows, of which the first `length` Int32s count; over a direct link they hold until the next batch of any feed. */
  readonly rows: ReturnType<Int32Array['slice']>;
  readonly length: number;
  /** The text of all rows; their bytes, if a record is bytes, which hold for as long as rows do. */
  readonly content: string | Bytes;
  /** What is to be taken off the rows' offsets to have those in the content. */
  readonly from: number;
  /** What of a record of bytes is a header: {@link Head}, or so many bytes. */
  readonly head: number;
  /** Why rows are malformed, by their place in `rows`. */
  readonly malformed: Readonly<Record<number, MalformedRow>>;
  readonly vitals: Vitals | undefined;
  /** Of a shared feed: how far it has come with this batch. */
  readonly position?: Position;
}

/**
 * Why a row is malformed: it is longer than `maxRecordBytes`; it is no JSON, where that is asked for; the end of the body, or
 * the next record, cut it off; no length stands where one belongs; the length is over `maxRecordBytes`; the body is no array; a frame's checksum is not that of its bytes; it is none that
 * its format knows; a value is nested too deeply; an encoding could not be undone.
 */
export type RowReason =
  | 'too-large'
  | 'not-json'
  | 'truncated'
  | 'bad-length'
  | 'length-too-large'
  | 'not-array'
  | 'bad-checksum'
  | 'bad-frame'
  | 'too-deep'
  | 'bad-encoding';

/** A malformed row: its bytes, and where in the body they begin. */
export interface MalformedRow {
  readonly reason: RowReason;
  readonly bytes: Bytes;
  readonly offset: number;
}

/** How a feed is doing that is watched (`keepalive`) or dated (`lag`). */
export interface Vitals {
  /** As of `PageEnd.quiet`. */
  readonly quietAt: number;
  readonly lagMs: number;
  readonly offsetMs: number;
  readonly lagTrend: number;
}

/* ---- the same as messages, where a link is a MessagePort, and what starts such a link ---- */

/** What the host tells the page, and asks it. */
export type ToPage =
  | { readonly tell: 'opened'; readonly what: ResponseData }
  | { readonly tell: 'received'; readonly what: Batch }
  | { readonly tell: 'failed'; readonly what: Failure }
  | { readonly tell: 'notice'; readonly what: Notice }
  | { readonly tell: 'quiet'; readonly what: number }
  | { readonly tell: 'keep'; readonly what: string }
  | { readonly tell: 'remember'; readonly what: string }
  | { readonly tell: 'saw'; readonly what: Traffic }
  | { readonly ask: 'headers'; readonly what: RequestState; readonly id: number }
  | { readonly ask: 'address'; readonly what: RequestState; readonly id: number }
  | { readonly ask: 'delay'; readonly what: Failure; readonly id: number }
  | { readonly ask: 'missing'; readonly what: string; readonly id: number }
  | { readonly ask: 'say'; readonly what: Saying; readonly id: number }
  | { readonly sent: number; readonly cause?: string };

/** The question what the page has to say. */
export interface Saying {
  readonly to: number;
  readonly state: RequestState;
}

/** What the page asks of the host, how far it has come, and its answers. */
export type ToHost =
  | { readonly call: 'connect' | 'close' | 'pause' | 'resume' | 'interrupt' | 'record' }
  | { readonly call: 'lifecycle'; readonly change: PageLifecycle }
  | { readonly send: Message; readonly id: number }
  | { readonly taken: number }
  | { readonly answer: number; readonly value: unknown }
  | { readonly refusal: number; readonly cause: unknown };

/** What the page says to a worker that hosts its feeds. */
export type ToWorker =
  | { readonly engine: EngineFile | undefined }
  | {
      readonly load: string | WebAssembly.Module | BufferSource | undefined;
      readonly id: number;
      /** The engine is to read feeds of its own as well, for its code to be compiled. */
      readonly rehearses?: boolean;
    }
  | { readonly open: Opening; readonly port: MessagePort; readonly life: string | undefined };

/** What such a worker says: that it runs, and the lock that it holds for as long as it does; and whether a load succeeded. */
export type FromWorker =
  | { readonly version: string; readonly life: string | undefined }
  | { readonly loaded: number }
  | { readonly failed: number; readonly message: string };

/** The engine as the script has it beside itself: its gzip copy. */
export interface EngineFile {
  readonly url: string;
  /** Sums, one of which it must have, as `fetch` takes them. */
  readonly integrity?: string | undefined;
}

/* ---- rows: framing.Row in the engine ---- */

/** Kinds of rows: `framing.Kind`. */
export const enum Kind {
  Data,
  KeepAlive,
  Malformed,
  Comment,
  Sign,
  Bookmark,
}

/** What of a record of bytes is a header, where that is no fixed number of bytes: `framing.Head`. */
export const enum Head {
  /** The header fields of Amazon's event stream. */
  Amazon = -1,
  /** Those of a part of a multipart body. */
  MIME = -2,
}

/** The Int32s of a row: tag (kind, whether it is bytes, and type slot above them), offset, length, aux (slot of the ID, or of the reason). */
export const ROW = 4;

export const kindOf = (rows: Int32Array, at: number): Kind => rows[at]! & 0x7f;
/** Reports whether a record is bytes, and not text. */
export const isBytes = (rows: Int32Array, at: number): boolean => (rows[at]! & 0x80) !== 0;
export const typeSlot = (rows: Int32Array, at: number): number => rows[at]! >> 8;
export const offsetOf = (rows: Int32Array, at: number): number => rows[at + 1]!;
export const lengthOf = (rows: Int32Array, at: number): number => rows[at + 2]!;
export const auxOf = (rows: Int32Array, at: number): number => rows[at + 3]!;

/** A batch that holds for as long as anybody wants it. */
export const lasting = (batch: Batch): Batch => ({
  ...batch,
  rows: batch.rows.slice(0, batch.length),
  content: batch.content.slice(),
});

/** The last event ID in force at the end of a batch. */
export const lastID = ({ ids }: Batch): string => ids.slice(ids.lastIndexOf('\n', ids.length - 2) + 1, -1);

/* ---- host <-> engine ---- */

/** The Int32s at the address that commit and finish return: `bridge.batch`. */
export const enum BatchField {
  Rows,
  RowCount,
  Buffer,
  From,
  Length,
  Ids,
  IdsLength,
  Types,
  TypesLength,
  BaseLow,
  BaseHigh,
  Duplicates,
  Malformed,
  /** 1 if a record is bytes. */
  IsBytes,
  Head,
  /** Address of the Float64s that {@link VitalsField} names, 0 if the feed is neither watched nor dated. */
  Vitals,
  Size,
}

/** The Float64s of {@link Vitals}: `bridge.vitals`. */
export const enum VitalsField {
  QuietAt,
  LagMs,
  OffsetMs,
  LagTrend,
  Size,
}

/** Why a request has no response, as far as its page can know: `feed.Why`. */
export const enum Why {
  /** The page's own function threw, or gave what is no response. */
  Unmade,
  /** Nothing is known. */
  Unknown,
  /** fetch makes no such request; its cause says what is wrong with it. */
  Invalid,
  /** fetch knows no such scheme, which is the cause. */
  Scheme,
  /** The page's Content Security Policy forbids it; the cause is what that would have to allow. */
  Policy,
  /** A page that came by https: may not read by http:. */
  Insecure,
}

/**
 * Functions that the WebAssembly module exports. Addresses are in its memory, and so are texts: the host writes one where
 * `inbox` says, and passes its length in bytes to the call that it goes with. The handle of a feed that is gone, and an
 * attempt that is over, are ignored.
 */
export interface EngineExports {
  readonly mem: WebAssembly.Memory;

  /* The data plane. */

  /** Room for so many bytes of a body; 0 if the attempt has been given up. */
  reserve(handle: number, attempt: number, length: number): number;
  /** Frames the bytes that were written there; the address of the batch. */
  commit(handle: number, length: number, now: number): number;
  /** The end of the body's bytes, `clean` 0 if it was cut; the address of the last batch, 0 if the attempt has been given up. */
  finish(handle: number, attempt: number, clean: number): number;
  /** Makes offsets and lengths of the present batch's rows those of UTF-16 units. Moves no memory. */
  measure(): void;

  /* The control plane. */

  /** Room for a text of so many bytes. */
  inbox(length: number): number;
  /**
   * Makes a feed and dials. The handle is one that this engine has not had.
   *
   * @param early 1 if the first request has been sent already: what comes of it is told as if `Sink.dial` had asked for it.
   * @param options {@link FeedOptions} as a JSON text.
   */
  open(handle: number, early: number, options: number): void;
  connect(handle: number): void;
  close(handle: number): void;
  /** @param change {@link Lifecycle} */
  lifecycle(handle: number, change: number): void;
  /** Takes the {@link Address} of an attempt as a JSON text. */
  addressed(handle: number, attempt: number, address: number): void;
  /** Takes the {@link HeadData} of a response as a JSON text; 1 if the response is wanted still. */
  responded(handle: number, attempt: number, head: number): number;
  /** Takes why there is no response, and in words. */
  unanswered(handle: number, attempt: number, why: Why, cause: number): void;
  /** Takes the page's answer about a failure: milliseconds to wait, less than 0 to stop, NaN for what the failure proposes. */
  decide(handle: number, attempt: number, wait: number): void;
  /** Takes the end of a body behind its last batch: what cut it, nothing for a clean end. */
  ended(handle: number, attempt: number, cut: number): void;
  /** The same of a body that the page's own code broke. */
  broken(handle: number, attempt: number, cause: number): void;
  /** Takes the end of a WebSocket behind its last batch: the close code, and the server's reason. */
  shut(handle: number, attempt: number, code: number, reason: number): void;
}

/** What the engine has that is no function of its module. */
export interface EngineMethods {
  readonly version: string;
  /** The words of malformed rows by their number. */
  readonly reasons: readonly RowReason[];
  /** Ends what the engine listens to, when it dies. */
  readonly lifetime: AbortController;
  /** Calls fetch. */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Makes a WebSocket. */
  socket(made: new (url: string, given: unknown) => object, url: string, given: unknown): Promise<object>;
}

/** The head of a response. */
export interface HeadData {
  readonly url: string;
  readonly status: number;
  readonly statusText?: string;
  readonly contentType: string;
  readonly retryAfter?: string;
  /** The header X-Rate-Limit-Reset. */
  readonly rateLimitReset?: string;
  /** The response is hidden from the page. */
  readonly opaque?: boolean;
  /** The header that the option `gap.header` names. */
  readonly resumed?: string;
  /** The header that the option `resume.from.header` names. */
  readonly from?: string;
  /** The headers grpc-status and grpc-message, of a response that has no body to say it. */
  readonly grpcStatus?: string;
  readonly grpcMessage?: string;
}

/**
 * What the engine calls on the host's side of a feed, through one function for all feeds: {@link Tell}. None of these may run
 * the page's code before they return.
 */
export interface Sink {
  /** Makes a request, sends it by `EngineMethods.fetch` and tells what came of it. */
  dial(attempt: number, request: DialData): void;
  /** Asks the page where the request of an attempt goes, and gives the answer to `EngineExports.addressed`. */
  address(attempt: number, state: RequestState): void;
  /** Sends by the WebSocket what the page has to say: {@link Occasion.Ping}, or the number of a signal. */
  say(to: number): void;
  /** Has the page keep what was remembered of the first answer. */
  remember(from: string): void;
  /** Asks the page for the records after a cursor, and tells what came of it as of a request. */
  missing(attempt: number, from: string): void;
  /** Gives up the request of an attempt, however far it has come, and says why in a word. */
  abort(attempt: number, why: string): void;
  /** Reads the body of a response, also of one that was refused: that to the attempt `of`, as the body of `attempt`. */
  read(attempt: number, of: number): void;
  /** Reads records, a line each, as if they were a body. */
  replay(attempt: number, records: string): void;
  /** The response to that attempt is a feed. */
  opened(attempt: number): void;
  /** Asks the page what to do about a failure of the attempt `of`, and gives the answer to `EngineExports.decide`. */
  ask(attempt: number, failure: Failure, of: number): void;
  failed(failure: Failure, of: number): void;
  /** The engine could not go on with the feed; where in it that was. */
  panicked(failure: Failure, stack: string): void;
  /** @param isAhead It is told ahead of the batch that comes of this call. */
  notice(type: string, detail: Notice['detail'], isAhead: boolean): void;
  quiet(at: number): void;
  /** Reports whether the page keeps the body from being read, or has yet to give the headers: then silence is not the server's. */
  held(): boolean;
}

/** Calls a method of the sink of a feed. */
export type Tell = (handle: number, method: keyof Sink, ...args: never[]) => unknown;

/** A request as the engine asks for it. */
export interface DialData {
  readonly url: string;
  /** A GET with the headers of the feed, for a page of records that the stream cannot give back. */
  readonly backfill: boolean;
  /** The cursor, and the header or the member of the body that takes it; empty if it goes by the URL or not at all. */
  readonly cursor: string;
  readonly header: string;
  readonly member: string;
  /** Of a request that goes on elsewhere: its method; empty: the feed's own request. */
  readonly method: string;
  /** What its URL is relative to. */
  readonly base: string;
  /** The server chose the URL, which must not send what the page's headers hold to another origin. */
  readonly foreign: boolean;
  /** A response waits meanwhile, which this request does not displace. */
  readonly beside: boolean;
  /** As in {@link RequestState}. */
  readonly lastEventId: string;
  readonly count: number;
  readonly from: string;
}
