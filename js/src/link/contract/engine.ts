// What passes between the host and the engine: its twin is wasm/internal/bridge/contract_js.go.

import type { RowReason, Vitals } from './batch.js';
import type { Failure, Notice, RequestState } from './ends.js';

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
