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

/** The name of a format: how a body is cut into records. */
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
