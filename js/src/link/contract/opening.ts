// What opens a feed, from the page to the host.

import type { FeedOptions } from './options.js';
import type { Pairs } from './plain.js';
import type { ShareData } from './share.js';

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
