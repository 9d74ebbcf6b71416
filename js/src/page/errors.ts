import type { Failure } from '../link/contract.js';

/** What a failure is about; the words for {@link FeedError.type}. */
export type FeedErrorType =
  | 'network' // no response (unreachable, blocked by CORS, which a page cannot tell), the connection was cut, or a body broke
  | 'status' // the server answered with a status that is not a feed
  | 'content-type' // the server answered with something else: a web page, JSON for an event stream, a binary type
  | 'no-content' // 204 or 205: the server asks the page not to come back
  | 'opaque' // mode: 'no-cors', or a redirect not followed, hides the body
  | 'request' // the page's own function failed, or gave what it cannot; or no such request is ever sent (`final`)
  | 'stall' // the connection was silent for too long and has been cut
  | 'away' // the page went to the back/forward cache or was frozen; the feed goes on when it is back
  | 'server' // the server said in the stream what is wrong (a signal); `code` and `body` hold it
  | 'gap' // records are missing, and the page wants the feed to stop then (`gap.stop`)
  | 'end' // the server ended the body
  | 'incomplete' // the body ended ahead of its end marker: a JSON array's ']', or a signal `end` or `last`
  | 'complete' // the answer is whole: its end marker came, or the end of a body that has none and is not asked for again
  | 'framing' // in a format of bytes where the next record begins cannot be told any more
  | 'malformed' // FeedEvent.json: the record is not JSON
  | 'send' // what was to be sent by a WebSocket was not: the feed is closed, or too much waits
  | 'engine'; // the engine could not be loaded, or failed

/** What a {@link FeedError} is as plain data. */
export type FeedErrorData = Pick<
  FeedError,
  'name' | 'type' | 'message' | 'status' | 'body' | 'code' | 'attempt' | 'retryInMs' | 'final'
> & { headers: Record<string, string> | undefined };

/**
 * Why a connection ended, or a record could not be read. The message is a sentence
 * that says what was done, what was seen and what happens next; `type` is for programs.
 */
export class FeedError extends Error {
  static override readonly name = 'FeedError';
  /** `FeedError`. */
  override readonly name = 'FeedError';
  /** What the failure is about, for programs. */
  declare readonly type: FeedErrorType;
  /** Status of the response; undefined when there was none. */
  declare readonly status: number | undefined;
  /** Headers of the response, as far as CORS shows them. */
  declare readonly headers: Headers | undefined;
  /** The first KiB of the body of a response that was refused, or of the record that tells of the trouble. */
  declare readonly body: string | undefined;
  /** What the server calls the trouble, a word or a number: in a signal, or in the body of a response that was refused. */
  declare readonly code: string | undefined;
  /** How many requests have failed in a row, this one included. */
  declare readonly attempt: number;
  /** Milliseconds until the next attempt; undefined when there will be none. */
  declare readonly retryInMs: number | undefined;
  /** The feed is closed and will not try again. */
  declare readonly final: boolean;

  /** @internal */
  constructor({ message, headers, cause, ...failure }: Failure) {
    super(message, { cause });
    Object.assign(this, failure, { headers: headers && new Headers(headers) });
  }

  /** Plain data, as `postMessage` takes it, without the cause. */
  toJSON(): FeedErrorData {
    const { name, type, message, status, headers, body, code, attempt, retryInMs, final } = this;
    const fields = headers && Object.fromEntries(headers);
    return { name, type, message, status, headers: fields, body, code, attempt, retryInMs, final };
  }
}
