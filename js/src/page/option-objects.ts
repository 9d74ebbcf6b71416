// Options that are objects, with their members. All of it is types; docs/options.md is made of the comments.
import type { FeedError } from './errors.js';
import type { AskURL, CursorStore, Member, Words } from './option-values.js';
import type { StoreName } from './option-words.js';
import type { Redact } from './redaction.js';
import type { Signal } from './signal-option.js';

/** How a feed connects again. All are optional. */
export interface ReconnectOptions {
  /**
   * Stops after this many failures in a row, from 1.
   * @default without end
   */
  maxAttempts?: number | undefined;
  /**
   * Stops when the next attempt would come later than this many milliseconds after the first failure of a row.
   * @default without end
   */
  maxElapsedMs?: number | undefined;
  /**
   * Sends a request again whatever its method, and not only GET and HEAD.
   * @default false
   */
  anyMethod?: boolean | undefined;
  /**
   * A function that is asked about every failure, which holds what the feed would do (`retryInMs`, `final`). A number is the
   * wait in milliseconds, `false` closes the feed. `undefined`, or what is no number, leaves it to the feed. The answer is
   * obeyed as given.
   */
  delay?: ((failure: FeedError) => number | false | undefined) | undefined;
}

/** How the cursor goes back to the server, and outlives the page. All are optional. */
export interface Resume {
  /**
   * The header that takes the cursor. `false`: no header, so that without `query`, `body` or `url` the cursor is kept and not
   * sent.
   * @default 'Last-Event-ID'
   */
  header?: string | false | undefined;
  /**
   * The query parameter that takes the cursor instead. With `header`, it is used only once CORS has refused that header. If
   * the URL has the parameter already (and not as `now` or `latest`), that is the initial cursor, in the form that `as` gives to
   * others. It is replaced by what follows, and left out once it has expired.
   */
  query?: string | undefined;
  /**
   * A JSON pointer to the member of the request's body that takes the cursor instead. It is made, with all that leads to it,
   * if it is not there; in an `envelope` too. For a form: `/` and the name of the field. A POST that goes on by a POST also
   * needs `reconnect.anyMethod`.
   */
  body?: string | undefined;
  /**
   * What the server takes for the cursor: a template such as `entries={id}:1:`, where `{id+1}` is the next whole number; or a
   * function of the cursor, which may be async.
   * @default the cursor as it came
   */
  as?: string | ((cursor: string) => string | Promise<string>) | undefined;
  /**
   * What the cursor is. `'count'`: the number of records so far, malformed ones too. `'id'`: the record's own; with the option
   * `id`, of whole numbers the highest of a connection.
   * @default 'id'
   */
  cursor?: 'id' | 'count' | undefined;
  /**
   * Another request that goes on with the answer, so that a POST is not sent twice: a string, in which `{from}`, `{id}` and
   * `{count}` are replaced, or a function.
   */
  url?: string | AskURL | undefined;
  /**
   * The method of that other request.
   * @default 'GET' with `url`, else the feed's own
   */
  method?: string | undefined;
  /**
   * What to remember of the first answer for `url`: `{ header: 'Location' }`, which the server must expose to other origins,
   * or by JSON pointer the member of the first record that has it, `{ record: '/response/id' }`. It is kept with the cursor.
   */
  from?: { header: string; record?: never } | { record: string; header?: never };
  /**
   * `'skip'`: the server can only begin anew, and what came already is skipped. Not with the format `text`, whose records are
   * cut as they come.
   */
  replay?: 'skip' | undefined;
  /**
   * Keeps the cursor beyond the page: in `'localStorage'`, `'sessionStorage'` or `'indexedDB'` (the only one of these that
   * workers have; database `feedsource`), or in an object with `get(key)` and `set(key, value)`, such as a `Map`. Both
   * methods may be async.
   * @default not kept
   */
  persist?: StoreName | Storage | CursorStore | undefined;
  /**
   * The key in that store. Feeds that differ in their query alone have the same one by default, and each would begin after
   * the cursor of another: give each a key of its own. Those that differ in their body need one each to be kept side by side.
   * So does every `body` that cannot be hashed at once: a Blob, a file or a stream.
   * @default the URL without its query, which may hold secrets
   */
  key?: string | undefined;
}

/** The address of the records that a stream cannot give back, page by page. */
export interface Backfill {
  /** The pages: JSON arrays or JSON texts, asked for by GET with the feed's headers. */
  url: string;
  /** The query parameter that takes the cursor: what comes after it is wanted. */
  after: string;
  /**
   * For services whose pages begin with the newest record: the parameter that takes the oldest id so far.
   * @default oldest first
   */
  before?: string | undefined;
  /**
   * How many records a full page has.
   * @default the last page is the one without records
   */
  size?: number | undefined;
  /**
   * Asks from the lowest of this many cursors, where records are slightly out of the order of their ids.
   * @default 0
   */
  overlap?: number | undefined;
}

/** What is known of the server's memory. All are optional. */
export interface Gap {
  /**
   * After a break longer than this many milliseconds the server cannot give back all that was missed.
   * @default not known
   */
  windowMs?: number | undefined;
  /**
   * A response header that holds the cursor just before the first event (as Mercure has it). Another one than was sent means
   * that records were left out.
   */
  header?: string | undefined;
  /**
   * Closes the feed after a loss, instead of going on.
   * @default false
   */
  stop?: boolean | undefined;
}

/** Where a record holds what is encoded, and the chain of encodings. */
export interface Encoded {
  /** A JSON pointer to what is encoded. */
  data: string;
  /** A JSON pointer to the chain of encodings, such as `json/utf-8/base64`, which is undone from right to left. */
  encoding: string;
}

/** Where the time of a record is, and when that is too long ago. */
export interface Lag {
  /**
   * A JSON pointer to the time of a record, or the name of a header field: ISO 8601, Unix time in seconds to nanoseconds, or
   * `created_at` as Twitter writes it.
   */
  time: Member;
  /**
   * Fires `lag` when the feed is this many milliseconds behind, each time that this has doubled, and once when it is back under
   * half.
   * @default no event
   */
  warnMs?: number | undefined;
}

/** What identifies a record, and how long it is remembered. */
export interface Dedupe {
  /**
   * One JSON pointer, or several that together identify a record; or `'id'`, the id that an event has of its own, for servers
   * that begin at the cursor and not after it.
   */
  key: Member | readonly Member[];
  /**
   * How many records are remembered, 1 to 2^30, of up to 1 KiB each.
   * @default 1000
   */
  window?: number | undefined;
}

/** How long a connection may be silent. All are optional. */
export interface Keepalive {
  /**
   * The longest silence, in milliseconds. It is learned from the feed: three beats of a keep-alive that comes regularly, or six
   * times the longest gap if none does, but at least 30 s.
   * @default learned
   */
  timeoutMs?: number | undefined;
  /**
   * The longest wait for a response, in milliseconds, and for a function of yours that the request needs.
   * @default `timeoutMs`, or 30000 where that is learned
   */
  connectMs?: number | undefined;
  /**
   * What a silent WebSocket sends, once in a silence, so that the server answers. It is sent when half of `timeoutMs` is over,
   * whose default is 60 s then. A page sees nothing of the pings of the protocol.
   */
  ping?: Words | undefined;
  /**
   * What the answer is, which is not a record: a text, or a member and what it is.
   * @default an answer is a record
   */
  pong?: string | { type?: string | undefined; at?: Member | undefined; is?: Signal['is'] } | undefined;
}

/** How much is recorded. All are optional. */
export interface RecordOptions {
  /**
   * How much is kept at most, in bytes from 1 to 2^30: bodies, the text of records, and what holds them. What is oldest goes
   * first.
   * @default 4194304
   */
  bytes?: number | undefined;
  /**
   * For how long, a whole number of seconds from 1.
   * @default 300
   */
  seconds?: number | undefined;
  /**
   * Says what stands in a recording for what may be secret: for a request's or response's `url` as a whole (the name is empty),
   * for a parameter of a URL (`query`), for a `header`, and for the `body` of a request. A text takes its place, the value itself
   * for what is none of that; `undefined` leaves it to FeedSource, which takes out values whose names sound like secrets
   * (`Authorization`, `Cookie`, `token`, `key`, `sig`, `X-Amz-Signature`), users and passwords of URLs, and bodies of requests. What
   * servers send as a body is never changed. If it throws or gives anything else, the value is taken out.
   */
  redact?: Redact | undefined;
}
