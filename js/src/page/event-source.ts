import { Feed } from './feed.js';
import { EventHandlers } from './handlers.js';
import { convertArguments, defineFeedInterface } from './idl.js';
import { dispatch } from '../report.js';
import { resolve } from './url.js';

// `this` is the browser's class, so that this one can stand wherever that one is asked for.

/** What `onopen`, `onmessage` and `onerror` of an {@link EventSource} take. */
export type EventSourceHandler<E> = ((this: globalThis.EventSource, event: E) => unknown) | null;

/** What `addEventListener` of an {@link EventSource} takes. */
export type EventSourceListener<E> = EventSourceHandler<E> | { handleEvent(event: E): unknown };

/** The listeners that TypeScript knows of the browser's class. */
export interface EventSource {
  /** Listens for events of a type: of `open`, `message` and `error`, and of those that the server names. */
  addEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: EventSourceListener<EventSourceEventMap[K]>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventSourceListener<MessageEvent>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Takes a listener away. */
  removeEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: EventSourceListener<EventSourceEventMap[K]>,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventSourceListener<MessageEvent>,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * The EventSource interface of WHATWG HTML section 9.2, for use as a polyfill: any
 * status but 200 and any type but text/event-stream close it for good, `error` events
 * carry nothing, and the reconnection time is constant.
 *
 * Three things a script cannot do as the browser does: events are not `isTrusted`, a
 * cross-origin `Last-Event-ID` header costs a CORS preflight, and the connection does
 * not appear in the EventStream tab of the developer tools.
 */
export class EventSource extends EventTarget {
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
    defineFeedInterface(this, 'EventSource');
  }

  readonly #withCredentials: boolean;
  readonly #feed: Feed;
  readonly #handlers = new EventHandlers(this);

  /**
   * @param init `withCredentials` sends cookies to other origins; default false.
   * @throws {DOMException} SyntaxError: the URL cannot be parsed.
   * @throws {TypeError} there is no url, or init is no object.
   */
  constructor(url: string | URL, init: EventSourceInit | null = {}) {
    super();
    const given = convertArguments(arguments.length, url, init);
    this.#withCredentials = !!given.init.withCredentials;
    this.#feed = new Feed(
      this,
      resolve(given.url),
      { withCredentials: this.#withCredentials },
      {
        strict: true,
        reads: () => true,
        hears: () => true,
        takes: () => true,
        event: (type, { origin }, data, lastEventId) => new MessageEvent(type, { data, origin, lastEventId }),
        dispatch: (event) => dispatch(this, event),
        opening: () => new Event('open'),
        failure: () => new Event('error'),
      },
    );
  }

  /** The URL as resolved by the constructor. */
  get url(): string {
    return this.#feed.url!.href;
  }

  /** Whether cookies go to other origins. */
  get withCredentials(): boolean {
    return this.#withCredentials;
  }

  /** 0 CONNECTING, 1 OPEN or 2 CLOSED. */
  get readyState(): 0 | 1 | 2 {
    return this.#feed.readyState;
  }

  /** The handler of `open` events, or null. */
  get onopen(): EventSourceHandler<Event> {
    return this.#handlers.get('open') as EventSourceHandler<Event>;
  }

  set onopen(handler: EventSourceHandler<Event>) {
    this.#handlers.set('open', handler);
  }

  /** The handler of `message` events, or null: of those for which the server names no type. */
  get onmessage(): EventSourceHandler<MessageEvent> {
    return this.#handlers.get('message') as EventSourceHandler<MessageEvent>;
  }

  set onmessage(handler: EventSourceHandler<MessageEvent>) {
    this.#handlers.set('message', handler);
  }

  /** The handler of `error` events, or null. */
  get onerror(): EventSourceHandler<Event> {
    return this.#handlers.get('error') as EventSourceHandler<Event>;
  }

  set onerror(handler: EventSourceHandler<Event>) {
    this.#handlers.set('error', handler);
  }

  /** Closes the feed at once. Nothing is dispatched afterwards. */
  close(): void {
    this.#feed.close();
  }
}
