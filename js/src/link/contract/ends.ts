// What a page can ask of its host, and what the host tells the page and asks it.

import type { Batch } from './batch.js';
import type { Bytes, Pairs } from './plain.js';
import type { ResponseData, Traffic } from './traffic.js';

/** What goes to a server by a WebSocket. */
export type Message = string | Bytes;

/** What a page says something to by a WebSocket; any other number is that of the signal that it replies to. */
export const enum Occasion {
  /** A connection is there. */
  Greeting = -2,
  /** The server is silent. */
  Ping = -1,
}

/**
 * Where an engine runs: in the page's own thread, in a dedicated worker, in a worker that all pages share, or in the
 * dedicated worker of the page that was elected among those that share a feed.
 */
export type HostKind = 'page' | 'worker' | 'shared' | 'elected';

/** What the page can ask of the host about a feed. */
export interface HostEnd {
  readonly kind: HostKind;
  /** Drops the attempt or the wait under way, and dials. */
  connect(): void;
  /** Lets go of the feed. */
  close(): void;
  /** Nothing more is delivered for now, and nothing more is read; TCP holds the server back. */
  pause(): void;
  resume(): void;
  lifecycle(change: PageLifecycle): void;
  /** Cuts the connection, as a network does that fails. */
  interrupt(): void;
  /** Has `PageEnd.saw` told what passes, from the next request on. */
  record(): void;
  /** The page is a participant of a shared feed, and stands for so many pages. */
  standFor?(pages: number): void;
  /** Sends by a WebSocket when there is one; rejects in words if that cannot be. */
  send(message: Message): Promise<void>;
}

/** `sleep`: the page is put away; `wake`: it is back, or became visible; `online`: the network is. */
export type Lifecycle = 'sleep' | 'wake' | 'online';

/** The same, and `hide`: the page cannot be seen any more. It matters where pages share a feed, and nowhere else. */
export type PageLifecycle = Lifecycle | 'hide';

/** What the host tells a page of its feed, in order, and what it asks. */
export interface PageEnd {
  opened(response: ResponseData): void;
  /** Takes a batch; a promise holds back reading until it resolves. */
  received(batch: Batch): Promise<unknown> | undefined;
  failed(failure: Failure): void;
  notice(notice: Notice): void;
  /** The time in milliseconds since 1970 from which the connection counts as quiet; 0 if nothing is expected. */
  quiet(at: number): void;
  /** Of a shared feed: how many pages have it by this connection, this one among them. */
  shared(count: number): void;
  /** The headers of a request; rejects if the page's function fails. */
  headers(state: RequestState): Promise<Pairs>;
  /** Where a request goes, and what the server takes for the cursor; rejects if a function of the page's fails. */
  address(state: RequestState): Promise<Address>;
  /** How long to wait after a failure in milliseconds, false to stop, null for what the failure proposes. */
  delay(failure: Failure): Promise<number | false | null>;
  /** The records after a cursor, as JSON texts, a line each. */
  missing(from: string): Promise<string>;
  /** What the page has to say to something: {@link Occasion}. */
  say(to: number, state: RequestState): Promise<readonly Message[]>;
  /** What is to be kept with the cursor: what was remembered of the first answer (`resume.from`). */
  remember(from: string): void;
  /** Of a shared feed: the cursor that a store is to hold, since a page has taken what led to it. */
  keep(cursor: string): void;
  /** Takes what passed between the host and a server. It runs none of the page's code, and is told at once, ahead of what came of it. */
  saw?(what: Traffic): void;
}

/** What is known of a feed when a request is made: what the page's functions are asked with. */
export interface RequestState {
  readonly attempt: number;
  readonly lastEventId: string;
  /** How many records there have been. */
  readonly count: number;
  /** What was remembered of the first answer (`resume.from`); empty if nothing was. */
  readonly from: string;
  /** The request goes on elsewhere (`resume.url`). */
  readonly resuming: boolean;
  /** The headers of the first answer, once there is one. */
  readonly headers?: Pairs | undefined;
}

/** What the page's functions answer; empty where there is no function for it. */
export interface Address {
  readonly url: string;
  readonly cursor: string;
}

/** Why a connection ended: what a FeedError is made of. */
export interface Failure {
  readonly type: string;
  readonly message: string;
  readonly status?: number;
  readonly body?: string;
  readonly code?: string;
  readonly attempt: number;
  readonly retryInMs?: number;
  readonly final: boolean;
  readonly headers?: Pairs;
  readonly cause?: unknown;
}

/** What is no failure of the connection: the type and the detail of a CustomEvent. */
export interface Notice {
  readonly type: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}
