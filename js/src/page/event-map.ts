import type { FeedError, FeedErrorData } from './errors.js';
import type { FeedEvent } from './events.js';
import type { KeepAliveEvent } from './keep-alive-event.js';
import type { MalformedEvent } from './malformed-event.js';
import type { GapDetail, LagDetail, NoticeEvent, StallDetail, WarningDetail } from './notices.js';
import type { OpenEvent } from './open-event.js';

/** A connection failure. */
export interface FeedErrorEvent extends ErrorEvent {
  /** What failed, and what happens next. */
  readonly error: FeedError;
  /** Plain data. */
  toJSON(): { type: string; message: string; error: FeedErrorData };
}

/**
 * Several types of events as one type, each a {@link FeedEvent} that is told from the others by its `type`. `Types` says by
 * the type of event what its `json` is, `D` what its `data` is.
 *
 * @example
 * type Quote = TypedFeedEvent<{ message: { mid: number }; trade: { price: number } }>;
 * const price = (event: Quote) => (event.type === 'trade' ? event.json.price : event.json.mid);
 */
export type TypedFeedEvent<Types extends object, D = string> = {
  [K in keyof Types & string]: FeedEvent<Types[K], D, K>;
}[keyof Types & string];

/**
 * Of the events `E` that a feed has for records, those of the type `K`. Where there is none it is a record of which nothing
 * is known, since a server may send it all the same.
 */
export type EventOfType<E, K, D = string> = (
  E extends { readonly type: infer Type }
    ? K extends Type
      ? E
      : never
    : never
) extends infer Found
  ? [Found] extends [never]
    ? FeedEvent<unknown, D>
    : Found
  : never;

/** Events of a FeedSource by type, beside those types that a server gives its records. */
export interface FeedSourceEventMap<T = unknown, D = string, E = FeedEvent<T, D>> {
  /** A response has been accepted. The strict `EventSource` has a plain `Event`. */
  open: OpenEvent;
  /** A record for which the server names no type. A record of another type is an event of that type. */
  message: EventOfType<E, 'message', D>;
  /**
   * Every record, of whatever type: the same event, whose `event.type` is its own, after the listeners for that type. It is
   * dispatched anew, so those listeners cannot stop it.
   */
  '*': E;
  /**
   * A connection failed or ended: `error` is a `FeedError`. A record whose type is `error` is a `FeedEvent` of that name, and has
   * neither `error` nor `message`.
   */
  error: FeedErrorEvent | (EventOfType<E, 'error', D> & { readonly error?: undefined; readonly message?: undefined });
  /** Something came that is not a record. */
  keepalive: KeepAliveEvent;
  /** Bytes could not be read as a record. The records around them still arrive. */
  malformed: MalformedEvent;
  /** Records are missing that the server cannot give back. */
  gap: NoticeEvent<GapDetail>;
  /** The connection has been silent for too long, and is cut (option `keepalive`). */
  stall: NoticeEvent<StallDetail>;
  /**
   * The feed is behind by more than `lag.warnMs`, by twice as much as last time, or no longer by half of it (option `lag`).
   */
  lag: NoticeEvent<LagDetail>;
  /** The feed works, but not as the page or the server would have it. */
  warning: NoticeEvent<WarningDetail>;
}

/** What `addEventListener` takes for an event. */
export type FeedListener<E> = ((event: E) => unknown) | { handleEvent(event: E): unknown };
