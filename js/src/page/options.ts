// docs/options.md is made of these comments: a table of their first sentences, and below it all that they say.
import type {
  Backfill,
  Dedupe,
  Encoded,
  Gap,
  Keepalive,
  Lag,
  ReconnectOptions,
  RecordOptions,
  Resume,
} from './option-objects.js';
import type { AskMissing, FeedHeaders, Member, Words } from './option-values.js';
import type { FixedFormat, Format, PresetName } from './option-words.js';
import type { Signal } from './signal-option.js';
import type { StandardSchema } from './schema.js';

export type * from './option-objects.js';
export type * from './option-values.js';
export * from './option-words.js';
export type * from './signal-option.js';

/** What a feed is made with: the options of `fetch`, and its own. All are optional. */
export interface FeedSourceInit<T = unknown, D = string> extends Omit<RequestInit, 'headers' | 'keepalive' | 'window'> {
  /**
   * The name of a service that FeedSource knows. The options of the preset are taken where you give none; of those that are
   * objects, your members replace the preset's. `feedsource/presets` shows them.
   * @example
   * new FeedSource('https://ntfy.sh/mytopic/json', { preset: 'ntfy' });
   * @see docs/presets.md
   */
  preset?: PresetName | undefined;
  /**
   * Headers of the request, or a function that is called for every attempt. The function gets the number of the attempt (from 1)
   * and what is known of the feed, and may be async, so that a token can be fresh. Headers are an object, `Headers` or pairs.
   * @default none; `Accept` goes by the format
   * @example
   * new FeedSource(url, { headers: async () => ({ Authorization: `Bearer ${await token()}` }) });
   */
  headers?: FeedHeaders | undefined;
  /**
   * The method of the request. A request that is not GET or HEAD is sent once, unless `reconnect.anyMethod` or `resume.url` say
   * otherwise.
   * @default 'GET'
   */
  method?: string;
  /** The body of the request, as in `fetch`. */
  body?: BodyInit | null;
  /**
   * Sends cookies to other origins, as on `EventSource`.
   * @default false
   */
  withCredentials?: boolean | undefined;
  /** An `AbortSignal` that closes the feed; loops throw its reason. */
  signal?: AbortSignal | null;
  /**
   * A function that is used instead of the global `fetch`. It gives a `Response` that nobody has read. What it throws is told as
   * type `request`, unless it passes on what the network did. A worker cannot call the page's functions, so it does not go
   * with `worker` or `share`.
   */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * How the body is cut into records. Any format but `auto` counts whatever the content type says, but for a web page that is
   * one.
   * @default 'auto': by the content type, then by the first bytes
   * @see docs/formats.md
   */
  format?: Format | FixedFormat | undefined;
  /**
   * `'json'`: records of a format of bytes are JSON texts, into which options can look.
   * @default by the content type
   * @see docs/binary.md
   */
  payload?: 'json' | undefined;
  /**
   * What `event.data` is in formats of bytes: a `Uint8Array`, an `ArrayBuffer` or a `Blob`.
   * @default 'bytes'
   */
  binaryType?: 'bytes' | 'arraybuffer' | 'blob' | undefined;
  /**
   * A function that `event.json` uses instead of `JSON.parse`. It is called when `json` is first read: for numbers that
   * JavaScript rounds, dates, or another notation, such as protobuf or CBOR. It is given `data`. In formats of bytes that is a
   * `Uint8Array` that may be part of a larger buffer: use its `byteOffset`, and copy what you keep, because a part of it keeps
   * some 64 KiB. What it throws makes the record `malformed`.
   */
  parse?: ((data: D) => T) | undefined;
  /**
   * A validator of records: any [Standard Schema](https://standardschema.dev) that answers at once, such as those of Zod and
   * Valibot. Each record is parsed and validated ahead of its delivery. One that does not fit is `malformed`, reason `schema`, and
   * goes to nobody. `event.json` of the others is what the validator made of them.
   * @see docs/typescript.md
   */
  schema?: StandardSchema<T> | undefined;
  /**
   * Undoes the encodings that a record names. `data` and `encoding` undo a chain (`json`, `utf-8`, `base64`), as Ably has them; a
   * step that cannot be undone (a cipher, binary data) stays in the chain. `base64` alone is for records that are wrapped, as
   * Amazon Bedrock wraps its chunks. `false`: none is undone, whatever the preset says.
   * @example
   * new FeedSource(url, { decode: { data: '/data', encoding: '/encoding' } });
   */
  decode?:
    | false
    | Encoded
    | {
        /** Instead of both: a JSON pointer to the member that holds the record, in base64. */
        base64: string;
      }
    | undefined;
  /**
   * The longest record, in bytes, from 1 to 2^30. A longer one is `malformed`, and memory stays bounded.
   * @default 16777216 (16 MiB)
   */
  maxRecordBytes?: number | undefined;
  /**
   * JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) to the cursor of a record, such as `/id_str`. It becomes
   * `event.lastEventId`, exact to the last digit, and is sent back on reconnection. Of several pointers, the first that a
   * record has counts. `-` in place of an index is the last element of an array. `{ header }` is a field of the record's header,
   * in formats that have some.
   * @default the `id` field of an event stream
   */
  id?: Member | readonly Member[] | undefined;
  /** The cursor of the first request, to go on where an earlier feed stopped. It goes as `resume` says. */
  lastEventId?: string | undefined;
  /**
   * How the cursor goes back to the server, and where it is kept. `false`: it does not go back. `'page'`: your own `headers` or
   * `url` carry it.
   * @default the header `Last-Event-ID`
   * @example
   * new FeedSource(url, { id: '/id', resume: { query: 'since', persist: 'localStorage' } });
   * @see docs/resume.md
   */
  resume?: false | 'page' | Resume | undefined;
  /**
   * Drops records that came before. A record that lacks a member of the key is always delivered. So are, with `'id'`, events
   * without an id, and `lastEventId` counts as having come. A pointer, several, or `'id'` alone are the key. `false`: nothing is
   * dropped, whatever the preset says.
   * @default off
   * @example
   * new FeedSource(url, { dedupe: { key: '/id', window: 500 } });
   */
  dedupe?: false | Member | readonly Member[] | Dedupe | undefined;
  /**
   * Holds records until the bookmark after them has come (`signals`, `then: 'bookmark'`). It is for servers that give the cursor
   * after the records. If the connection is lost in between, the records are dropped, because they come again. No more than
   * `maxRecordBytes` of text is held.
   * @default false
   */
  hold?: boolean | undefined;
  /**
   * What is known of the server's memory. After a loss the feed goes on, and a `gap` event tells. `false`: nothing is known, whatever
   * the preset says.
   * @example
   * new FeedSource(url, { gap: { windowMs: 120_000 } });
   * @see docs/resume.md
   */
  gap?: false | Gap | undefined;
  /**
   * Where the records are that the stream cannot give back. An object says where the pages are. A function gets a cursor, and gives
   * what came after it, oldest first, as values or as JSON texts. The stream is opened first, and held until they are delivered.
   * `false`: nowhere.
   * @see docs/resume.md
   */
  backfill?: false | Backfill | AskMissing | undefined;
  /**
   * How often and how long to try again. `false`: stops at the first failure or end. A number is `maxAttempts`.
   * @default true
   * @example
   * new FeedSource(url, { reconnect: { maxAttempts: 10, delay: ({ status }) => (status === 404 ? 60_000 : undefined) } });
   * @see docs/failures.md
   */
  reconnect?: boolean | number | ReconnectOptions | undefined;
  /**
   * Cuts a connection that has gone silent, and connects again. Any byte is a sign of life, whatever it is part of. A hidden page
   * or a machine that slept does not count as silence. `true` is the same as `{}`: all is learned, or as the preset
   * says.
   * @default off
   * @example
   * new FeedSource(url, { keepalive: { timeoutMs: 45_000 } });
   */
  keepalive?: boolean | Keepalive | undefined;
  /**
   * Rules for records that say something about the connection. The first rule that a record meets counts.
   * @example
   * new FeedSource(url, { signals: [{ is: '[DONE]', then: 'end', deliver: false }] });
   * @see docs/signals.md
   */
  signals?: readonly Signal[] | undefined;
  /**
   * Tells how far behind the feed is, in `stats` and by `lag` events. `false`: off, whatever the preset says.
   * @default off
   * @example
   * new FeedSource(url, { lag: { time: '/created_at', warnMs: 10_000 } });
   */
  lag?: false | Lag | undefined;
  /**
   * What carries the feed: `'websocket'` reads an `http` URL by a WebSocket.
   * @default by the URL: a WebSocket for `wss:` and `ws:`, else HTTP
   * @see docs/websocket.md
   */
  transport?: 'http' | 'websocket' | undefined;
  /**
   * The subprotocols that a WebSocket offers, one or several. The one that the server chose is the header
   * `Sec-WebSocket-Protocol` of the response of `open`.
   */
  protocols?: string | readonly string[] | undefined;
  /**
   * What a WebSocket sends first, on every connection, ahead of what `send` has waiting. It is a message, several, or a function
   * that gives them, which may be async.
   */
  greet?: Words | undefined;
  /**
   * What a WebSocket sends when the server has answered `greet`, as a signal with `then: 'ready'` tells. Most presets of WebSockets
   * have such a signal.
   */
  subscribe?: Words | undefined;
  /**
   * Runs the engine, the request and the framing in a dedicated worker, one for all such feeds of the page. Where no worker can be
   * started, the feed runs in the page, and a `warning` says why.
   * @default what `init` was called with, else `false`
   * @see docs/sharing.md
   */
  worker?: boolean | undefined;
  /**
   * Shares one connection among all tabs, frames and workers of the origin that open the same feed. A name, alone or as a member,
   * keeps feeds apart that are the same.
   * @default what `init` was called with, else `false`
   * @example
   * new FeedSource(url, { share: { name: 'news', replay: 50 } });
   * @see docs/sharing.md
   */
  share?:
    | boolean
    | string
    | {
        /** The name, which keeps feeds apart that are the same. */
        name?: string | undefined;
        /**
         * How many of the latest records, 1 to 10,000, a tab gets that joins later.
         * @default none
         */
        replay?: number | undefined;
      }
    | undefined;
  /**
   * Keeps the last of what came and of what was done, for `feed.recording()`: requests, responses, the bytes of their bodies,
   * records, failures, waits and what the page did, each with its time. `true` is the same as `{}`.
   * @default false
   * @see docs/recorder.md
   */
  record?: boolean | RecordOptions | undefined;
}

/** Options with a `schema`, by which `event.json` is what that makes of a record. */
export interface ValidatedInit<T, D = string> extends FeedSourceInit<unknown, D> {
  /** What records must be: see {@link FeedSourceInit.schema}. */
  schema: StandardSchema<T>;
}
