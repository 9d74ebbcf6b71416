import { mustBe, mustBeOptions, mustKnow, refuse } from '../must.js';
import type { Recording } from '../recorder/recording.js';
import { check } from './check.js';
import type { FeedError } from './errors.js';
import type { EventOfType, FeedErrorEvent, FeedListener, FeedSourceEventMap, TypedFeedEvent } from './event-map.js';
import { FeedEvent } from './events.js';
import { OpenEvent } from './open-event.js';
import { Feed } from './feed.js';
import { batches, values } from './loops.js';
import { EventHandlers } from './handlers.js';
import { convertArguments, defineFeedInterface } from './idl.js';
import { everyType, Listeners } from './listeners.js';
import { mustServe } from './idle.js';
import type { FeedSourceInit, FeedURL, Sendable, ValidatedInit } from './options.js';
import { dispatch } from '../report.js';
import type { FeedStats } from './stats.js';
import { isURL, resolve } from './url.js';
import { writeOut } from './short-forms.js';
import { checkTransport } from './websocket.js';
import { withPreset } from './with-preset.js';

/**
 * A FeedSource of several types of events. `Types` says by the type of event what `event.json` is; events without a type of
 * their own are `message`. Of a type that is not in it, `json` is unknown.
 *
 * @example
 * const quotes: TypedFeedSource<{ message: { mid: number }; trade: { price: number } }> = new FeedSource('/quotes');
 * quotes.addEventListener('trade', (event) => show(event.json.price));
 * for await (const { type, json } of quotes) if (type === 'trade') show(json.price);
 */
export type TypedFeedSource<Types extends object, D = string> = FeedSource<
  Types[keyof Types & string],
  D,
  TypedFeedEvent<Types, D>
>;

/**
 * What `onopen`, `onmessage` and `onerror` take. It is declared as a method is, so that a feed of posts can be given to a
 * function that takes any feed.
 */
export type FeedHandler<E> = { handle(this: FeedSource<unknown, unknown>, event: E): unknown }['handle'] | null;

/** How a loop is left. */
export interface LoopOptions {
  /**
   * Leaving the loop does not close the feed.
   * @default false
   */
  preventClose?: boolean | undefined;
}

/** An ErrorEvent with a toJSON, or what has its members where there is no such class: in Node up to 24. */
function errorEvent(error: FeedError): FeedErrorEvent {
  const { message } = error;
  const toJSON = () => ({ type: 'error', message, error: error.toJSON() });
  const event = globalThis.ErrorEvent
    ? new ErrorEvent('error', { error, message })
    : Object.assign(new Event('error'), { error, message });
  return Object.assign(event, { toJSON }) as FeedErrorEvent;
}

/**
 * An EventSource for every HTTP streaming feed. With no options it reads what
 * EventSource reads, with the same states, events and resumption.
 *
 * @example
 * const feed = new FeedSource(url, { headers: async () => ({ Authorization: `Bearer ${await token()}` }) });
 * feed.onmessage = (event) => show(event.json);
 * feed.onerror = (event) => show(event.message);
 */
export class FeedSource<T = unknown, D = string, E extends FeedEvent<T, D> = FeedEvent<T, D>> extends EventTarget {
  /** The `readyState` of a feed that has no connection, but tries to get one: 0. */
  declare static readonly CONNECTING: 0;
  /** The `readyState` of a feed whose response has been accepted: 1. */
  declare static readonly OPEN: 1;
  /** The `readyState` of a feed that connects no more: 2. */
  declare static readonly CLOSED: 2;
  /** The `readyState` of a feed that has no connection, but tries to get one: 0. */
  declare readonly CONNECTING: 0;
  /** The `readyState` of a feed whose response has been accepted: 1. */
  declare readonly OPEN: 1;
  /** The `readyState` of a feed that connects no more: 2. */
  declare readonly CLOSED: 2;

  static {
    defineFeedInterface(this, 'FeedSource');
  }

  readonly #credentials: boolean;
  readonly #feed: Feed;
  readonly #handlers = new EventHandlers(this);
  readonly #listeners = new Listeners(this, () => this.#feed.readersChanged());

  /** With `schema`, records are what that makes of them. */
  constructor(url: FeedURL, init: ValidatedInit<T, D>);
  /**
   * @throws {DOMException} SyntaxError: the URL cannot be parsed.
   * @throws {TypeError} the url is neither a text nor a URL nor a function, there is no option of a name, or an option has
   *   a value that it cannot have; the message says what it can be.
   */
  constructor(url: FeedURL, init?: FeedSourceInit<T, D> | null);
  constructor(url: FeedURL, init: FeedSourceInit | null = {}) {
    super();
    const given = convertArguments(arguments.length, url, init);
    if (!isURL(url) && typeof url !== 'function') {
      const meant = (url as Request | null)?.url && 'its url, and the options as the second argument';
      refuse('url is', url, 'a string, a URL, or a function that gives one', meant);
    }
    mustBeOptions('init', init, '{ headers }');
    const { withCredentials, ...options } = given.init; // it may be inherited, as in any dictionary
    const whole = withPreset(withCredentials === undefined ? options : { ...options, withCredentials });
    check(whole);
    const where = typeof url === 'function' ? url : resolve(given.url);
    checkTransport(typeof where === 'function' ? undefined : where, writeOut(init ?? {}), whole);
    mustServe(options, whole, typeof url === 'function');
    this.#credentials = !!(withCredentials ?? options.credentials === 'include');
    this.#feed = new Feed(this, where, whole, {
      strict: false,
      reads: () => this.#listeners.reads,
      hears: (type) => this.#listeners.has(type),
      takes: (type) => this.#listeners.takes(type),
      dispatch: (event) => this.#dispatch(event as FeedEvent),
      event: (type, arrival, data, lastEventId) => new FeedEvent(type, arrival, data, lastEventId),
      opening: (response) => new OpenEvent(response),
      failure: errorEvent,
    });
  }

  /** The URL as resolved by the constructor; if a function gives it, the one given last, and empty before. */
  get url(): string {
    return this.#feed.url?.href ?? '';
  }

  /** Whether cookies go to other origins. */
  get withCredentials(): boolean {
    return this.#credentials;
  }

  /** 0 CONNECTING, 1 OPEN or 2 CLOSED. */
  get readyState(): 0 | 1 | 2 {
    return this.#feed.readyState;
  }

  /** The cursor of the event that was delivered last: what a reconnect sends. */
  get lastEventId(): string {
    return this.#feed.cursor.id;
  }

  /** The counters of the feed, as of now: {@link FeedStats}. */
  get stats(): FeedStats {
    return this.#feed.stats;
  }

  /** The handler of `open` events, or null. */
  get onopen(): FeedHandler<OpenEvent> {
    return this.#handlers.get('open') as FeedHandler<OpenEvent>;
  }

  set onopen(handler: FeedHandler<OpenEvent>) {
    this.#setHandler('open', handler);
  }

  /** The handler of `message` events, or null: of records for which the server names no type. */
  get onmessage(): FeedHandler<FeedSourceEventMap<T, D, E>['message']> {
    return this.#handlers.get('message') as FeedHandler<FeedSourceEventMap<T, D, E>['message']>;
  }

  set onmessage(handler: FeedHandler<FeedSourceEventMap<T, D, E>['message']>) {
    this.#setHandler('message', handler);
  }

  /** The handler of `error` events, or null: of failures, and of a server's events of that name, which have no `error`. */
  get onerror(): FeedHandler<FeedSourceEventMap<T, D, E>['error']> {
    return this.#handlers.get('error') as FeedHandler<FeedSourceEventMap<T, D, E>['error']>;
  }

  set onerror(handler: FeedHandler<FeedSourceEventMap<T, D, E>['error']>) {
    this.#setHandler('error', handler);
  }

  /** Closes the feed at once. Nothing is dispatched afterwards, and iterators end. */
  close(): void {
    this.#feed.close();
  }

  /**
   * Stops reading after what has come so far, until {@link resume}. TCP holds the server
   * back, which may end the connection if it lasts; silence is not held against it.
   */
  pause(): void {
    this.#feed.pause();
  }

  /** Reads on after {@link pause}. */
  resume(): void {
    this.#feed.resume();
  }

  /**
   * Sends a message by a WebSocket: a text, bytes, or an object as JSON. It waits while there is no connection, and resolves
   * when one has taken it; whether it arrives nobody can say. Nothing is sent twice.
   *
   * @throws {FeedError} of type `send`: the feed is closed, or more than 4 MiB wait already.
   * @throws {TypeError} it is no WebSocket, or this is no message.
   */
  send(data: Sendable): Promise<void> {
    return this.#feed.send(data);
  }

  /**
   * What came and was done of late, as far as the option `record` keeps it: at any time, and when the feed is closed as well.
   *
   * @throws {TypeError} the feed has no option `record`.
   * @example
   * const file = await feed.recording().blob();
   */
  recording(): Recording {
    return this.#feed.recording();
  }

  /** Drops the attempt or the wait under way and connects now. Does nothing once closed. */
  reconnect(): void {
    this.#feed.reconnect();
  }

  /**
   * Every record in turn, of whatever event type, from the first `next()` on; what came while nobody read comes first.
   * While the loop is busy reading stops, and TCP holds the server back. The loop ends when the feed is closed or
   * complete, and throws a {@link FeedError} when it fails for good, and the reason of the feed's `signal` when that
   * aborts. Leaving the loop closes the feed, for other loops and listeners too.
   */
  [Symbol.asyncIterator](): AsyncGenerator<E, void, undefined> {
    return this.values();
  }

  /** A loop over the feed, as `for await` on the feed itself. With `preventClose`, leaving it does not close the feed. */
  values(options: LoopOptions | null = {}): AsyncGenerator<E, void, undefined> {
    return values(this.#feed, closes('values', options)) as AsyncGenerator<E, void, undefined>;
  }

  /** The same loop, but with all records that one chunk brought at once, as an array. */
  batches(options: LoopOptions | null = {}): AsyncGenerator<E[], void, undefined> {
    return batches(this.#feed, closes('batches', options)) as AsyncGenerator<E[], void, undefined>;
  }

  override addEventListener<K extends keyof FeedSourceEventMap>(
    type: K,
    listener: FeedListener<FeedSourceEventMap<T, D, E>[K]> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener<K extends E['type']>(
    type: K,
    listener: FeedListener<EventOfType<E, K, D>> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: FeedListener<FeedEvent<unknown, D>> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: FeedListener<never> | null,
    ...options: [options?: boolean | AddEventListenerOptions]
  ): void {
    if (#listeners in this && arguments.length > 1) this.#listeners.add(`${type}`, listener, ...options);
    // As many arguments as there are: EventTarget wants two.
    super.addEventListener(...(arguments as unknown as Parameters<EventTarget['addEventListener']>));
  }

  override removeEventListener<K extends keyof FeedSourceEventMap>(
    type: K,
    listener: FeedListener<FeedSourceEventMap<T, D, E>[K]> | null,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener<K extends E['type']>(
    type: K,
    listener: FeedListener<EventOfType<E, K, D>> | null,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(
    type: string,
    listener: FeedListener<FeedEvent<unknown, D>> | null,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(
    type: string,
    listener: FeedListener<never> | null,
    ...options: [options?: boolean | EventListenerOptions]
  ): void {
    if (#listeners in this && arguments.length > 1) this.#listeners.remove(`${type}`, listener, ...options);
    super.removeEventListener(...(arguments as unknown as Parameters<EventTarget['removeEventListener']>));
  }

  /** Who listens for the type of a record hears it first, and then who listens for every type. */
  #dispatch(event: FeedEvent): void {
    dispatch(this, event); // also where nobody does: it has its target by that
    if (event.type !== everyType && this.readyState !== 2) this.#listeners.hear(event);
  }

  #setHandler(type: string, handler: unknown): void {
    this.#handlers.set(type, handler);
    if (this.#handlers.get(type)) this.#listeners.add(type, this.#handlers);
    else this.#listeners.remove(type, this.#handlers);
  }
}

/**
 * Reports whether a loop closes the feed when it is left.
 *
 * @throws {TypeError} there is no such option, or it is neither true nor false.
 */
function closes(loop: string, options: LoopOptions | null): boolean {
  mustBeOptions(loop, options, '{ preventClose: true }');
  mustKnow('', options ?? {}, ['preventClose']);
  const { preventClose } = options ?? {};
  mustBe('preventClose', preventClose, typeof preventClose === 'boolean', 'true or false');
  return !preventClose;
}
