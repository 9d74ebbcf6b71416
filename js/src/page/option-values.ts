// What single options are made of. All of it is types.

/** What of a record an option looks at: a JSON pointer into its text, or the name of a field of its header. */
export type Member = string | { header: string };

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

/** A place that keeps strings, such as a Map. Both methods may be async. */
export interface CursorStore {
  /** What is kept under a key; null or undefined if nothing is. */
  get(key: string): string | null | undefined | Promise<string | null | undefined>;
  /** Keeps a string under a key. */
  set(key: string, value: string): unknown;
}

/** What a page can send by a WebSocket; an object goes as JSON. */
export type Sendable = string | ArrayBuffer | ArrayBufferView | object;

/** What a page has to say, or a function that is asked for it; an array is several messages. */
export type Words = Sendable | readonly Sendable[] | ((state: FeedState) => AskedWords | Promise<AskedWords>);

/** What such a function gives; undefined: nothing. */
export type AskedWords = Sendable | readonly Sendable[] | undefined;

/** Gives the records after a cursor, oldest first, as values or as JSON texts. */
export type AskMissing = (from: string) => AsyncIterable<unknown> | Iterable<unknown>;
