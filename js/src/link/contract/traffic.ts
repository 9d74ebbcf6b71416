// What passes between a host and servers, as a page is told of it.

import type { Pairs } from './plain.js';

/** The head of a response. */
export interface ResponseData {
  readonly url: string;
  readonly status: number;
  readonly headers: Pairs;
}

/** What passed between a host and a server, and when, in milliseconds since 1970. */
export type Traffic = Passing & {
  readonly at: number;
  /** The number of the request, from 1 for each host that a feed has had. */
  readonly request: number;
};

/** What passes by a request. */
export type Passing =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly url: string;
      readonly headers: Pairs;
      /** As text; undefined if there is none, or it is none. */
      readonly body: string | undefined;
    }
  | ({ readonly kind: 'response' } & ResponseData)
  /** Bytes of a body as they came. What is lent the page may change as soon as it runs again: its own stream gave it. */
  | { readonly kind: 'chunk'; readonly chunks: readonly Uint8Array[]; readonly isLent?: boolean }
  /** The end of a body: what cut it, in words; empty for a clean end. */
  | { readonly kind: 'end'; readonly cut: string }
  /** There is no response, and why, in words. */
  | { readonly kind: 'unanswered'; readonly why: string }
  /** The feed gave the request up, and why: the type of a failure, or another word. */
  | { readonly kind: 'abort'; readonly why: string };
