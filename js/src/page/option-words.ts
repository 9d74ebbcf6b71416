// The words that options can be, as values and as types.

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

/**
 * The name of a format: how a body is cut into records.
 *
 * - `auto`: The format that the content type names, or else the one that the first bytes show.
 * - `sse`: A blank line ends a record, by the rules of [WHATWG HTML 9.2](https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *   `auto` takes the type `text/event-stream`, and a first line that is a field or a comment.
 * - `ndjson`: LF ends a record; a CR before it is not content. `auto` takes the types `application/x-ndjson`, `application/jsonl` and kin.
 * - `json-cr`: CR ends a record; LF inside is content (Gitter). `auto` reads these feeds as `json`.
 * - `json-crlf`: CRLF ends a record; LF inside is content (Twitter). `auto` reads these feeds as `json`.
 * - `length`: A line with a number, and then that many bytes, the closing CRLF counted (Twitter, `delimited=length`). `auto` takes a
 *   first line that is a number, with JSON after it.
 * - `json`: A record ends with its own last bracket: JSON texts back to back, pretty-printed, or with white space or commas between
 *   them. `auto` takes a body that begins with `{` or `"`.
 * - `json-seq`: RS begins a record, and LF ends it ([RFC 7464](https://www.rfc-editor.org/rfc/rfc7464)). `auto` takes the type
 *   `application/json-seq`, and a first byte that is RS.
 * - `json-array`: Each element of one top-level array is a record. `auto` takes a body that begins with `[`.
 * - `lines`: LF ends a record, which is plain text. `auto` takes all other text, but for web pages and XML.
 * - `text`: Text as it comes, a record for each chunk, never cut within a character. `auto` takes the type
 *   `application/vnd.docker.raw-stream`.
 * - `varint`: A varint of up to 64 bits, and that many bytes: `writeDelimitedTo` of Protocol Buffers, Prometheus. `auto` takes a type of
 *   protobuf with `encoding=delimited` or `delimited=true`.
 * - `u8`: The number of bytes in one byte, and that many bytes.
 * - `u16be`: The number of bytes in two bytes, big-endian, and that many bytes.
 * - `u16le`: The number of bytes in two bytes, little-endian, and that many bytes.
 * - `u32be`: The number of bytes in four bytes, big-endian, and that many bytes. `auto` takes watches of Kubernetes in protobuf:
 *   `application/vnd.kubernetes.protobuf;stream=watch`.
 * - `u32le`: The number of bytes in four bytes, little-endian, and that many bytes.
 * - `u64be`: The number of bytes in eight bytes, big-endian, and that many bytes.
 * - `u64le`: The number of bytes in eight bytes, little-endian, and that many bytes.
 * - `envelope`: A message of Connect or gRPC-Web. `auto` takes the types `application/connect+…` and `application/grpc-web…`.
 * - `docker`: What a container wrote at once. `auto` takes the type `application/vnd.docker.multiplexed-stream`.
 * - `aws-eventstream`: An event of an AWS service. `auto` takes the type `application/vnd.amazon.eventstream`.
 * - `multipart`: A part ([RFC 2046](https://www.rfc-editor.org/rfc/rfc2046)): pictures of a camera, increments of GraphQL.
 *   `event.headers` are the headers of the part, with names in lower case. `auto` takes the types `multipart/…`.
 * - `cbor-seq`: A value of CBOR ([RFC 8742](https://www.rfc-editor.org/rfc/rfc8742)), as its bytes. `auto` takes the types
 *   `application/cbor-seq` and `…+cbor-seq`.
 * - `msgpack`: A value of MessagePack, as its bytes. `auto` takes the types `application/msgpack`, `application/x-msgpack` and
 *   `application/vnd.msgpack`.
 * - `message`: A message of a WebSocket, text or bytes: what `auto` is there.
 */
export type Format = (typeof formats)[number];

/** Reports whether records of a format may be bytes: `auto` goes by the content type. */
export const mayBeBytes = (format: Format | FixedFormat): boolean =>
  format === 'auto' || !(textFormats as readonly unknown[]).includes(format);

/** A format of frames that begin with a header of always the same size, with a length in it. */
export interface FixedFormat {
  /** The length in the header. */
  length: {
    /** How many bytes the length has. */
    bytes: 1 | 2 | 4 | 8;
    /**
     * The byte order of the length.
     * @default 'big'
     */
    endian?: 'big' | 'little' | undefined;
    /**
     * Where in the header the length stands, in bytes from 0.
     * @default 0
     */
    offset?: number | undefined;
    /**
     * Whether the length counts only what follows the header (`'payload'`), or the header too (`'frame'`).
     * @default 'payload'
     */
    counts?: 'payload' | 'frame' | undefined;
  };
  /**
   * How many bytes the header has, up to 1024.
   * @default it ends with the length
   */
  header?: number | undefined;
}

/** The stores of the browser's that can keep a cursor. */
export const storeNames = ['localStorage', 'sessionStorage', 'indexedDB'] as const;

/** The name of a store of the browser's. */
export type StoreName = (typeof storeNames)[number];

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
  | 'relay'
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
