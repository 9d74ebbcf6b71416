import { Core } from './core.js';
import { likeEventSource } from './handlers.js';
import { resolve } from './options.js';

// `this` is the browser's class, so that this one can stand wherever that one is asked for.
type Handler<E extends Event> = ((this: globalThis.EventSource, event: E) => unknown) | null;
type Listener<E extends Event> = Handler<E> | { handleEvent(event: E): unknown };

/** The listeners that TypeScript knows of the browser's class. */
export interface EventSource {
  addEventListener<K extends keyof EventSourceEventMap>(
    type: K, listener: Listener<EventSourceEventMap[K]>, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: Listener<MessageEvent>, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof EventSourceEventMap>(
    type: K, listener: Listener<EventSourceEventMap[K]>, options?: boolean | EventListenerOptions): void;
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
  static override readonly name = 'EventSource'; // which minifying would change
  declare static readonly CONNECTING: 0;
  declare static readonly OPEN: 1;
  declare static readonly CLOSED: 2;
  declare readonly CONNECTING: 0;
  declare readonly OPEN: 1;
  declare readonly CLOSED: 2;
  declare onopen: Handler<Event>;
  declare onmessage: Handler<MessageEvent>;
  declare onerror: Handler<Event>;

  readonly #withCredentials: boolean;
  readonly #core: Core;

  /** @throws {DOMException} SyntaxError: the URL cannot be parsed. */
  constructor(url: string | URL, init: { withCredentials?: boolean } | null = {}) {
    super();
    this.#withCredentials = !!init?.withCredentials;
    this.#core = new Core(this, resolve(url), { withCredentials: this.#withCredentials }, {
      strict: true,
      hears: () => true,
      event: (type, { origin }, data, lastEventId) => new MessageEvent(type, { data, origin, lastEventId }),
      failure: () => new Event('error'),
    });
  }

  get url(): string {
    return this.#core.url.href;
  }

  get withCredentials(): boolean {
    return this.#withCredentials;
  }

  get readyState(): 0 | 1 | 2 {
    return this.#core.readyState;
  }

  close(): void {
    this.#core.close();
  }
}

likeEventSource(EventSource);
