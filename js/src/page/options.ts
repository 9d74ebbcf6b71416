import type { FeedError } from './errors.js';
import type { Redact } from './redaction.js';
import type { StandardSchema } from './schema.js';

/** How a body of text is cut into records. */
const textFormats = [
  'auto',
  'sse',
  'ndjson',
  'json-cr',
  'json-crlf',
  'length',
  'json',
  'json-seq',
  'json-array',
  'lines',
  'text',
] as const;

/** How one of bytes is. */
const bytesFormats = [
  'varint',
  'u8',
  'u16be',
  'u16le',
  'u32be',
  'u32le',
  'u64be',
  'u64le',
  'envelope',
  'docker',
  'aws-eventstream',
  'multipart',
  'cbor-seq',
  'msgpack',
  'message',
] as const;

/** The names of all formats: those of text, from `auto` on, and then those of bytes, from `varint` on. */
export const formats = [...textFormats, ...bytesFormats] as const;

/** The name of a format: how a body is cut into records. */
export type Format = (typeof formats)[number];

/** Reports whether records of a format may be bytes: `auto` goes by the content type. */
export const mayBeBytes = (format: Format | FixedFormat): boolean =>
  format === 'auto' || !(textFormats as readonly unknown[]).includes(format);

/** A format of frames that begin with a header of always the same size, with a length in it. */
export interface FixedFormat {
  /** What the length in the header is, and where. */
  length: {
    /** How many bytes the length has. */
    bytes: 1 | 2 | 4 | 8;
    /** Default `big`. */
    endian?: 'big' | 'little' | undefined;
    /** Where in the header it stands, in bytes from 0. Default 0. */
    offset?: number | undefined;
    /** Whether it counts what follows the header, or the header too. Default `payload`. */
    counts?: 'payload' | 'frame' | undefined;
  };
  /** How many bytes the header has, up to 1024. Default: it ends with the length. */
  header?: number | undefined;
}

/** What of a record an option looks at: a JSON pointer into its text, or the name of a field of its header. */
export type Member = string | { header: string };

/** A service that FeedSource knows; `feedsource/presets` says how each is read. */
export type PresetName =
  | 'gitter'
  | 'ably'
  | 'ably-sse'
  | 'espresso'
  | 'espresso-chunked'
  | 'espresso-websocket'
  | 'twitter'
  | 'twitter-length'
  | 'x-v2'
  | 'ntfy'
  | 'ntfy-ws'
  | 'couchdb'
  | 'kubernetes'
  | 'nomad'
  | 'docker'
  | 'docker-logs'
  | 'ollama'
  | 'openai'
  | 'openai-background'
  | 'anthropic'
  | 'gemini'
  | 'bedrock'
  | 'mercure'
  | 'nchan'
  | 'centrifugo'
  | 'centrifugo-ws'
  | 'durable-streams'
  | 'ai-sdk'
  | 'workflow'
  | 'langgraph'
  | 'mcp'
  | 'graphql-sse'
  | 'graphql-multipart'
  | 'graphql-transport-ws'
  | 'trpc'
  | 'pocketbase'
  | 'mastodon'
  | 'mastodon-ws'
  | 'firebase'
  | 'wikimedia'
  | 'etcd'
  | 'journal'
  | 'jetstream'
  | 'home-assistant';

/** What is known of a feed when a request of it is made. */
export interface FeedState {
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The cursor so far; empty if there is none. */
  readonly lastEventId: string;
  /** How many records there have been, of this feed: after a reload from 0 again, unless they are the cursor. */
  readonly count: number;
  /** What `resume.from` found in the first answer; empty if nothing. */
  readonly from: string;
  /** The headers of the first answer, once there is one. */
  readonly headers: Headers | undefined;
}

/** A URL, or a function that is asked for it before every attempt. */
export type FeedURL = string | URL | AskURL;

/** Gives the URL of a request. */
export type AskURL = (state: FeedState) => string | URL | Promise<string | URL>;

/** Headers of a request: an object, `Headers`, or pairs, each a name and a value. */
export type HeaderList = HeadersInit | readonly (readonly [name: string, value: string])[];

/** Headers of a request, or a function that is asked for them before every attempt. */
export type FeedHeaders = HeaderList | ((attempt: number, state: FeedState) => HeaderList | Promise<HeaderList>);

/** How a feed connects again. All are optional. */
export interface ReconnectOptions {
  /** Stop after so many failures in a row, a whole number from 1. Default: never. */
  maxAttempts?: number | undefined;
  /** Stop when the next attempt would come later than this after the first failure of a row, in milliseconds. Default: never. */
  maxElapsedMs?: number | undefined;
  /** Send a request again whatever its method. Default false: only GET and HEAD. */
  anyMethod?: boolean | undefined;
  /**
   * Asked about every failure, which holds what the feed would do (`retryInMs`, `final`).
   * A number is the wait in milliseconds, `false` closes the feed, and `undefined`, or what is
   * no number, leaves it to the feed. The answer is obeyed as given.
   */
  delay?: ((failure: FeedError) => number | false | undefined) | undefined;
}

/** The stores of the browser's that can keep a cursor. */
export const storeNames = ['localStorage', 'sessionStorage', 'indexedDB'] as const;

/** The name of a store of the browser's. */
export type StoreName = (typeof storeNames)[number];

/** How the cursor goes back to the server, and outlives the page. All are optional. */
export interface Resume {
  /** The header; default `Last-Event-ID`. `false`: not in a header, and without `query` or `body` not at all. */
  header?: string | false | undefined;
  /**
   * A query parameter instead; with `header`, where CORS refuses the page that header. If the URL has such a parameter it is
   * the initial cursor (but for the words `now` and `latest`), and is replaced by what follows.
   */
  query?: string | undefined;
  /**
   * JSON pointer to the member of the request's body that takes it instead, made with all that leads to it where there is
   * none, in an `envelope` as well; of a form `/` and the name of the field. Takes `anyMethod` for a POST that goes on by a POST.
   */
  body?: string | undefined;
  /**
   * Where to go on, if that is another request than the first: a string, in which `{from}`, `{id}` and `{count}` stand for
   * what `from` found, the cursor, and the number of records so far; or a function. What begins with `{from}` may be a
   * whole address, of the origin that answered; elsewhere these are escaped. Relative to where the first answer came from.
   * If the cursor has no place in it, it goes as `header`, `query` or `body` say. So an answer to a POST is gone on with,
   * and the POST is not sent again.
   */
  url?: string | AskURL | undefined;
  /** The method of that request. Default: GET with `url`, else the feed's own. */
  method?: string | undefined;
  /**
   * What to remember of the first answer, for `url`: the value of a header, which the server must expose to other origins,
   * or the member, by its JSON pointer, of the first record that has it. Kept with the cursor (`persist`).
   */
  from?: { header: string; record?: never } | { record: string; header?: never };
  /** What the server takes for the cursor: a template as `entries={id}:1:`, `{id+1}` for the next whole number; or a function of it. */
  as?: string | ((cursor: string) => string | Promise<string>) | undefined;
  /** `count`: the cursor is the number of records so far, for servers that count them. Default `id`. */
  cursor?: 'id' | 'count' | undefined;
  /**
   * `skip`: the server cannot go on, and begins anew: what came is skipped, and known again by its hash. Should the answer be
   * another one it is delivered from where it differs, and a `gap` (`diverged`) tells of it.
   */
  replay?: 'skip' | undefined;
  /**
   * Keeps the cursor: `'localStorage'`, `'sessionStorage'`, `'indexedDB'` (the only one of them in workers; database
   * `feedsource`), or an object with `get` and `set`, which may be async. Written a second after it moved, and when the page
   * is left. A feed that is given `lastEventId` begins there instead, and one whose `method` or `body` is another than the
   * one whose cursor was kept begins anew.
   */
  persist?: StoreName | Storage | CursorStore | undefined;
  /**
   * The key in that store; goes with `persist`, and stands for a body that is a Blob, has a file or is a stream. Default: the
   * URL without its query, which may hold secrets.
   */
  key?: string | undefined;
}

/** A place that keeps strings, such as a Map. Both methods may be async. */
export interface CursorStore {
  /** What is kept under a key; null or undefined if nothing is. */
  get(key: string): string | null | undefined | Promise<string | null | undefined>;
  /** Keeps a string under a key. */
  set(key: string, value: string): unknown;
}

/** What a record can say about the connection. */
export const signalWords = [
  'end',
  'last',
  'refresh',
  'rotate',
  'retry',
  'stop',
  'gap',
  'warning',
  'keepalive',
  'bookmark',
  'ready',
] as const;

/** What a record says about the connection, by the first rule that it meets. */
export interface Signal {
  /** The type of event that it is; any if not given. */
  type?: string | undefined;
  /** JSON pointer to the member that is compared, or a header field; without it, the record's whole text. */
  at?: Member | undefined;
  /** What that may be; if not given anything but `null`, `false` and an empty text. */
  is?: string | number | boolean | readonly (string | number | boolean)[] | undefined;
  /** Or the numbers between which it lies, these included. */
  range?: readonly [number, number] | undefined;
  /** And what another member must be, in the same way. */
  and?: { at: Member; is?: Signal['is'] } | undefined;
  /**
   * `end`: the answer is complete. `last`: it is when its body ends, with what may follow. `refresh`: the token is no longer good; connect at
   * once with new headers or to a new URL, if those come from a function. `rotate`: the server ends the
   * connection as a matter of course; connect at once. `retry`: trouble that may pass;
   * connect again as after a 5xx. `stop`: close. `gap`: the cursor has expired; begin
   * anew without it. `warning`: dispatch a `warning` event. `keepalive`: this is no
   * record but a sign of life. `bookmark`: the same, but it has a cursor. `ready`: the answer to what `greet` said to a
   * WebSocket, and no record; what `subscribe` says is sent.
   */
  then: (typeof signalWords)[number];
  /** `false`: the record does not go to the page. */
  deliver?: boolean | undefined;
  /**
   * Or it is no record, but the close code of a WebSocket (1000 to 4999): this one, or from the one to the other. It
   * goes with `then` and `says` alone.
   */
  close?: number | readonly [number, number] | undefined;
  /** What is sent back to it by a WebSocket. */
  reply?: Words | undefined;
  /** What the message of a failure or warning says instead of the server's words. */
  says?: string | undefined;
}

/** The address of the records that a stream cannot give back, page by page. */
export interface Backfill {
  /** JSON arrays or JSON texts; asked for by GET, with the feed's headers. */
  url: string;
  /** The query parameter that takes the cursor: what comes after it is wanted. */
  after: string;
  /** For services whose pages begin with the newest: the parameter that takes the oldest ID so far. */
  before?: string | undefined;
  /** How many records a full page has. Default: the last page is the one with none. */
  size?: number | undefined;
  /** Asks from the lowest of so many cursors, where records are slightly out of the order of their IDs. Default 0. */
  overlap?: number | undefined;
}

/** What is known of the server's memory. All are optional. */
export interface Gap {
  /** After a break longer than this the server cannot give back all that was missed, in milliseconds. Default: not known. */
  windowMs?: number | undefined;
  /** A response header that holds the cursor just before the first event: another than the one sent left some out. */
  header?: string | undefined;
  /** Close the feed then, instead of going on. Default false. */
  stop?: boolean | undefined;
}

/** Where a record holds what is encoded, and the chain of encodings. */
export interface Encoded {
  /** JSON pointer to what is encoded. */
  data: string;
  /** JSON pointer to the chain of encodings, such as `json/utf-8/base64`, undone from right to left. */
  encoding: string;
}

/** Where the time of a record is, and when that is too long ago. */
export interface Lag {
  /** JSON pointer to the time of a record, or the name of a header field that holds it. */
  time: Member;
  /** How far behind the feed may be before a `lag` event, in milliseconds. Default: no event. */
  warnMs?: number | undefined;
}

/** What identifies a record, and how long it is remembered. */
export interface Dedupe {
  /** One JSON pointer, or several that together identify a record; or `'id'`, the id that an event has of its own. */
  key: Member | readonly Member[];
  /** How many records are remembered, 1 to 2^30, of up to 1 KiB each. Default 1000. */
  window?: number | undefined;
}

/** How long a connection may be silent. All are optional. */
export interface Keepalive {
  /** The longest silence, in milliseconds. Default: learned. */
  timeoutMs?: number | undefined;
  /** The longest wait for a response, in milliseconds. Default: `timeoutMs`, or 30 s where that is learned. */
  connectMs?: number | undefined;
  /**
   * Sent by a WebSocket that is silent, once in a silence, to have the server answer: a page sees nothing of the pings of the
   * protocol. With it the default of `timeoutMs` is 60 s; it is sent when half of that is over.
   */
  ping?: Words | undefined;
  /** What the answer is, which is no record: a text, or a member and what it is. Default: an answer is a record. */
  pong?: string | { type?: string | undefined; at?: Member | undefined; is?: Signal['is'] } | undefined;
}

/** How much is recorded. All are optional. */
export interface RecordOptions {
  /** How much is kept at most, in bytes from 1 to 2^30: bodies, the text of records, and what holds them. Default 4 MiB. */
  bytes?: number | undefined;
  /** For how long, a whole number of seconds from 1. Default 300. */
  seconds?: number | undefined;
  /**
   * Says what stands in a recording for what may be secret: for a request's or response's `url` as a whole (the name is empty),
   * for a parameter of a URL (`query`), for a `header`, and for the `body` of a request. A text takes its place, the value itself
   * for what is none of that; `undefined` leaves it to FeedSource, which takes out values whose names sound like secrets
   * (`Authorization`, `Cookie`, `token`, `key`, `sig`, `X-Amz-Signature`), users and passwords of URLs, and bodies of requests. What
   * servers send is never changed.
   */
  redact?: Redact | undefined;
}

/** What a page can send by a WebSocket; an object goes as JSON. */
export type Sendable = string | ArrayBuffer | ArrayBufferView | object;

/** What a page has to say, or a function that is asked for it; an array is several messages. */
export type Words = Sendable | readonly Sendable[] | ((state: FeedState) => AskedWords | Promise<AskedWords>);

/** What such a function gives; undefined: nothing. */
export type AskedWords = Sendable | readonly Sendable[] | undefined;

/** Gives the records after a cursor, oldest first, as values or as JSON texts. */
export type AskMissing = (from: string) => AsyncIterable<unknown> | Iterable<unknown>;

/** What a feed is made with: the options of `fetch`, and its own. All are optional. */
export interface FeedSourceInit<T = unknown, D = string> extends Omit<RequestInit, 'headers' | 'keepalive' | 'window'> {
  /**
   * Headers as an object, `Headers` or pairs; or a function, which may be async and is
   * asked again for every attempt (counted from 1), so that a token can be fresh. Its second
   * argument is what is known of the feed then.
   */
  headers?: FeedHeaders | undefined;
  /** Sends cookies to other origins: `credentials: 'include'`. Default false. */
  withCredentials?: boolean | undefined;
  /**
   * A service that is known: its options (`feedsource/presets` shows them) are taken where
   * you give none. Of those that are objects, your members replace the preset's.
   */
  preset?: PresetName | undefined;
  /**
   * How the body is framed. Default `auto`: by content type, then by the first bytes.
   * Any other format counts whatever the content type says, but for a web page that is one. `text` is text as it comes, a
   * record for each chunk, for answers without lines. From `varint` on in that list records are bytes; those
   * of `message`, the messages of a WebSocket, are text or bytes as they come.
   */
  format?: Format | FixedFormat | undefined;
  /**
   * `'json'`: the payloads of a format of bytes are JSON texts, so that options can look into them. Default: if the content
   * type says so.
   */
  payload?: 'json' | undefined;
  /** What `data` is in formats of bytes: a Uint8Array (`bytes`), an ArrayBuffer or a Blob. Default `bytes`. */
  binaryType?: 'bytes' | 'arraybuffer' | 'blob' | undefined;
  /** By what the feed comes. Default: by a WebSocket if the URL begins with `wss:` or `ws:`, else by HTTP. */
  transport?: 'http' | 'websocket' | undefined;
  /** The subprotocols that a WebSocket offers; the one that the server chose is the header `Sec-WebSocket-Protocol` of the `open` event's response. */
  protocols?: string | readonly string[] | undefined;
  /**
   * What is sent first by every WebSocket, ahead of what `send` has waiting: subscriptions, a token, the cursor
   * (`state.lastEventId`). A function may be async.
   */
  greet?: Words | undefined;
  /** What is sent when the server has answered that, as a signal with `then: 'ready'` tells: most presets of WebSockets have one. */
  subscribe?: Words | undefined;
  /** Sent as `Last-Event-ID` with the first request, to go on where an earlier feed stopped. */
  lastEventId?: string | undefined;
  /**
   * JSON pointer (RFC 6901) to a record's cursor, such as `/id_str` or
   * `/object/metadata/resourceVersion`: it becomes the event's `lastEventId` and is sent
   * back on reconnection. Numbers stay exact to the last digit. For an event stream,
   * this instead of its `id` fields. Of several, the first that a record has. `-` in place
   * of an index is an array's last element. `{ header }` is a field of the record's header, in formats that have some.
   */
  id?: Member | readonly Member[] | undefined;
  /** How the cursor goes back to the server. `false`: not at all; `'page'`: by the page's own headers or URL. */
  resume?: false | 'page' | Resume | undefined;
  /**
   * What is known of the server's memory: after a break longer than `windowMs` records are
   * missing; a response whose `header` names another cursor than the one sent left some
   * out. Either dispatches a `gap` event, and `stop` closes the feed. `false`: nothing, whatever the preset says.
   */
  gap?: false | Gap | undefined;
  /**
   * Where the records are that the stream cannot give back: pages, or a function that
   * gives what came after a cursor, oldest first, as values or as JSON texts. The stream
   * is opened first and held until they are delivered; what both have is dropped. They have the type of event that the
   * stream's last record had. `false`: nowhere.
   */
  backfill?: false | Backfill | AskMissing | undefined;
  /**
   * Undoes the encodings that a record names, as Ably chains them: `encoding` points to
   * the chain (`json/utf-8/base64`, undone from right to left), `data` to what is encoded.
   * A step that cannot be undone (a cipher, binary data) stays in the chain. `false`: none is undone, whatever the preset
   * says. Or `base64` points to a member that holds the record, which is what it stands for from then on.
   */
  decode?: false | Encoded | { base64: string } | undefined;
  /**
   * Tells how far behind the feed is, in `stats` and by `lag` events: `time` points to
   * the time of a record (ISO 8601, Unix time in seconds to nanoseconds, or Twitter's
   * `created_at`). An event comes when the lag is over `warnMs`, each time it has
   * doubled, and when it is under half of it again. Default of `warnMs`: no event. `false`: off, whatever the preset says.
   */
  lag?: false | Lag | undefined;
  /** Records that say something about the connection. */
  signals?: readonly Signal[] | undefined;
  /**
   * Holds records until the bookmark behind them has come (`signals`, `then: 'bookmark'`), for servers that give a cursor
   * after the records that it is behind of. Should the connection be lost in between they are dropped, since they come
   * again. No more than `maxRecordBytes` of text is held. Default false.
   */
  hold?: boolean | undefined;
  /**
   * Drops records that came before: `key` is one JSON pointer or several that together
   * identify a record, `window` how many records are remembered (1 to 2^30, default
   * 1000; up to 1 KiB each). A record that lacks a member of the key is always delivered. `'id'` is the event's own
   * id, for servers that begin at the cursor and not behind it: an `id` field, or what option `id` finds; events without
   * are always delivered, and `lastEventId` has come before. Pointers, or `'id'`, alone are the key.
   * `false`: nothing is dropped, whatever the preset says.
   */
  dedupe?: false | Member | readonly Member[] | Dedupe | undefined;
  /**
   * Cuts a connection that has gone silent, and connects again. Any byte is a sign of
   * life, whatever it is part of. `timeoutMs` is the longest silence; without it, the limit is
   * learned: three beats of a keep-alive that comes regularly, six times the longest
   * gap if none does, 30 s at least. `connectMs` is the longest wait for a response; without it
   * `timeoutMs`, or 30 s where that is learned. A
   * hidden page or a machine that slept is not taken for silence. `true` is an object without members: all is learned, or
   * as the preset says. Default: off.
   */
  keepalive?: boolean | Keepalive | undefined;
  /** `false`: stop at the first failure or end. A number: `maxAttempts`. An object: how to connect again. Default true. */
  reconnect?: boolean | number | ReconnectOptions | undefined;
  /** The longest record, in bytes, from 1 to 2^30; longer ones are `malformed`. Default 16 MiB. */
  maxRecordBytes?: number | undefined;
  /**
   * Used instead of `JSON.parse` for `event.json`, when that is first read: for numbers that JavaScript rounds, dates, or
   * another notation. It is given `data`; in formats of bytes that is how a page's own library reads protobuf, CBOR and the like.
   * A Uint8Array that it is given may be part of a larger buffer: what goes to that goes by `byteOffset`, and a value that
   * keeps a part of it keeps some 64 KiB. What it throws makes the record `malformed`.
   */
  parse?: ((data: D) => T) | undefined;
  /**
   * What records must be: any [Standard Schema](https://standardschema.dev) validator that answers at once, such as Zod's
   * and Valibot's. Each record is parsed and validated ahead of its delivery. One that does not fit is `malformed`, reason
   * `schema`, and goes to nobody; `event.json` of the others is what the validator made of them.
   */
  schema?: StandardSchema<T> | undefined;
  /**
   * Used instead of the global `fetch`; gives a Response that nobody has read. What it throws is told as type `request`, unless
   * it passes on what the network did. It is a function of the page, so that the feed cannot run in a
   * worker, or be shared.
   */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * Runs engine, request and framing in a dedicated worker, one for all such feeds of the page, so that they never hold
   * the page up. Where no worker can be started the feed runs in the page, and a `warning` says why. Default: what `init`
   * was called with, else false.
   */
  worker?: boolean | undefined;
  /**
   * Shares one connection, and one engine, among all tabs, frames and workers of the origin that open the same feed: same
   * URL, method, body and options, functions apart, and the same name if one is given. They run in a shared worker; where
   * there is none one tab is elected, and another when it goes (`stats.host` says which). A tab that comes later is open at
   * once if the feed is, and begins with the next record, or with up to `replay` of the latest (1 to 10 000, default none).
   * One that is too slow for the others loses records alone, and a `gap` event tells of it. `close` and `pause` are each
   * tab's own, `reconnect` connects for all, and functions for headers and the like are asked in one tab, a visible one
   * if there is any. When the last has gone the connection is closed after 5 s. Default: what `init` was called with,
   * else false.
   */
  share?: boolean | string | { name?: string | undefined; replay?: number | undefined } | undefined;
  /**
   * Keeps the last of what came and of what was done, for `feed.recording()`: requests, responses, the bytes of their bodies,
   * records, failures, waits and what the page did, each with its time. `true` is an object without members. Default false.
   */
  record?: boolean | RecordOptions | undefined;
}

/** Options with a `schema`, by which `event.json` is what that makes of a record. */
export interface ValidatedInit<T, D = string> extends FeedSourceInit<unknown, D> {
  /** What records must be: see {@link FeedSourceInit.schema}. */
  schema: StandardSchema<T>;
}
