import type { Failure } from '../link/contract.js';

/**
 * What a failure is about; the words for {@link FeedError.type}.
 *
 * - `network`: There is no response (the server cannot be reached, or CORS blocks it, which a page cannot tell), or the connection
 *   was cut.
 * - `status`: The server answered with a status that is not a feed.
 * - `content-type`: The server answered with something else: a web page, JSON for an event stream, a binary type.
 * - `no-content`: The server answered 204 or 205, by which it asks the page not to come back.
 * - `opaque`: `mode: 'no-cors'`, or a redirect that is not followed, hides the body.
 * - `request`: Your own function failed, or gave what it cannot. Or no such request is ever sent (`final`).
 * - `stall`: The connection was silent for too long and has been cut.
 * - `away`: The page went to the back/forward cache or was frozen. The feed goes on when it is back.
 * - `server`: The server said in the stream what is wrong. `code` and `body` hold it.
 * - `gap`: Records are missing, and `gap.stop` closes the feed then.
 * - `end`: The server ended the body.
 * - `incomplete`: The body ended ahead of its end marker: the `]` of a JSON array, or a signal `end` or `last`.
 * - `complete`: The answer is whole. Its end marker came, or it has none, has ended and is not asked for again.
 * - `framing`: In a format of bytes, nobody can tell any more where the next record begins.
 * - `malformed`: The record is not JSON. This is thrown by `event.json`, and never fired as an `error`.
 * - `send`: A message was not sent by a WebSocket, because the feed is closed, or too much waits. This is what `send` rejects with.
 * - `engine`: The engine could not be loaded, or failed.
 */
export type FeedErrorType =
  | 'network'
  | 'status'
  | 'content-type'
  | 'no-content'
  | 'opaque'
  | 'request'
  | 'stall'
  | 'away'
  | 'server'
  | 'gap'
  | 'end'
  | 'incomplete'
  | 'complete'
  | 'framing'
  | 'malformed'
  | 'send'
  | 'engine';

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
  /** The status of the response; undefined when there was none. */
  declare readonly status: number | undefined;
  /** The headers of the response, as far as CORS shows them. */
  declare readonly headers: Headers | undefined;
  /** The first KiB of the body of a response that was refused, or of the record that tells of the trouble (a signal). */
  declare readonly body: string | undefined;
  /** The word or number that the server has for the trouble: in a signal, or in the body of a response that was refused. */
  declare readonly code: string | undefined;
  /** How many requests have failed in a row, this one included. */
  declare readonly attempt: number;
  /** The milliseconds until the next attempt; undefined when there will be none. */
  declare readonly retryInMs: number | undefined;
  /** `true`: the feed is closed and will not try again. */
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
