import { Feed } from './feed.js';
import { EventHandlers } from './handlers.js';
import { convertArguments, defineFeedInterface } from './idl.js';
import { resolve } from './url.js';

// `this` is the browser's class, so that this one can stand wherever that one is asked for.
type Handler<E extends Event> = ((this: globalThis.EventSource, event: E) => unknown) | null;
type Listener<E extends Event> = Handler<E> | { handleEvent(event: E): unknown };

/** The listeners that TypeScript knows of the browser's class. */
export interface EventSource {
  addEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: Listener<EventSourceEventMap[K]>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: Listener<MessageEvent>, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: Listener<EventSourceEventMap[K]>,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: Listener<MessageEvent>, options?: boolean | EventListenerOptions): void;
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
  declare static readonly CONNECTING: 0;
  declare static readonly OPEN: 1;
  declare static readonly CLOSED: 2;
  declare readonly CONNECTING: 0;
  declare readonly OPEN: 1;
  declare readonly CLOSED: 2;

  static {
    defineFeedInterface(this, 'EventSource');
  }

  readonly #withCredentials: boolean;
  readonly #feed: Feed;
  readonly #handlers = new EventHandlers(this);

  /**
   * @throws {DOMException} SyntaxError: the URL cannot be parsed.
   * @throws {TypeError} there is no url, or init is no object.
   */
  constructor(url: string | URL, init: { withCredentials?: boolean } | null = {}) {
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
        dispatch: (event) => this.dispatchEvent(event),
        opening: () => new Event('open'),
        failure: () => new Event('error'),
      },
    );
  }

  get url(): string {
    return this.#feed.url!.href;
  }

  get withCredentials(): boolean {
    return this.#withCredentials;
  }

  get readyState(): 0 | 1 | 2 {
    return this.#feed.readyState;
  }

  get onopen(): Handler<Event> {
    return this.#handlers.get('open') as Handler<Event>;
  }

  set onopen(handler: Handler<Event>) {
    this.#handlers.set('open', handler);
  }

  get onmessage(): Handler<MessageEvent> {
    return this.#handlers.get('message') as Handler<MessageEvent>;
  }

  set onmessage(handler: Handler<MessageEvent>) {
    this.#handlers.set('message', handler);
  }

  get onerror(): Handler<Event> {
    return this.#handlers.get('error') as Handler<Event>;
  }

  set onerror(handler: Handler<Event>) {
    this.#handlers.set('error', handler);
  }

  close(): void {
    this.#feed.close();
  }
}
