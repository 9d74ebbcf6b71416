import { hear, type Registered } from './hearing.js';

/** The type under which a listener hears every record. */
export const everyType = '*';

/** Types of events that tell of the feed itself: who listens to them alone takes no records. */
const noRecords: ReadonlySet<string> = new Set([
  'open',
  'error',
  'keepalive',
  'malformed',
  'gap',
  'stall',
  'lag',
  'warning',
]);

type Options = boolean | AddEventListenerOptions | null | undefined;

/**
 * Who listens to a feed, which an EventTarget does not tell. It follows what EventTarget does (WHATWG DOM section 2.7): a
 * listener counts once, and leaves by itself after its first event (`once`) or when its signal aborts.
 */
export class Listeners {
  readonly #target: EventTarget;
  readonly #changed: () => void;
  readonly #all = new Map<string, readonly Registered[]>(); // in the order in which they hear
  #readers = 0;

  /** @param changed Hears that there are readers, or no more. */
  constructor(target: EventTarget, changed: () => void) {
    this.#target = target;
    this.#changed = changed;
  }

  has(type: string): boolean {
    return this.#all.has(type);
  }

  /** Reports whether anybody hears records of a type. */
  takes(type: string): boolean {
    return this.#all.has(type) || this.#all.has(everyType);
  }

  /** There is a listener that takes records. */
  get reads(): boolean {
    return this.#readers > 0;
  }

  /** To be called ahead of EventTarget's own method, which throws as this does if the options are none. */
  add(type: string, callback: unknown, options?: Options): void {
    if (Object(callback) !== callback || this.#find(type, callback, options)) return;
    const { once = false, signal } = toOptions(options);
    if (signal?.aborted) return;
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const leave = () => this.#remove(type, listener);
    const listener: Registered = {
      callback: callback as object,
      capture: captures(options),
      once,
      removed: false,
      forget: () => {
        if (once) removeEventListener.call(this.#target, type, leave, options!);
        signal?.removeEventListener('abort', leave); // which may outlive many feeds
      },
    };
    // Right ahead of the listener: whatever keeps an event from the one keeps it from the other.
    if (once) addEventListener.call(this.#target, type, leave, options!);
    signal?.addEventListener('abort', leave);
    const all = [...(this.#all.get(type) ?? []), listener];
    this.#all.set(
      type,
      all.sort((one, other) => Number(other.capture) - Number(one.capture)),
    );
    this.#count(type, 1);
  }

  remove(type: string, callback: unknown, options?: Options): void {
    const listener = this.#find(type, callback, options);
    if (listener) this.#remove(type, listener);
  }

  /** Has who listens for records of every type hear one, which has been dispatched to who listens for its own. */
  hear(event: Event): void {
    const all = this.#all.get(everyType);
    if (all) hear(this.#target, event, all, this.#leave);
  }

  // From the EventTarget too, whose listener it is as well: a server may itself call an event *.
  readonly #leave = (listener: Registered): void => {
    const { callback, capture } = listener;
    EventTarget.prototype.removeEventListener.call(this.#target, everyType, callback as EventListener, capture);
    this.#remove(everyType, listener);
  };

  #find(type: string, callback: unknown, options: Options): Registered | undefined {
    const capture = captures(options);
    return this.#all.get(type)?.find((other) => other.callback === callback && other.capture === capture);
  }

  #remove(type: string, listener: Registered): void {
    const left = this.#all.get(type)!.filter((other) => other !== listener);
    if (left.length > 0) this.#all.set(type, left);
    else this.#all.delete(type);
    listener.removed = true;
    listener.forget();
    this.#count(type, -1);
  }

  #count(type: string, by: 1 | -1): void {
    if (noRecords.has(type)) return;
    const before = this.reads;
    this.#readers += by;
    if (this.reads !== before) this.#changed();
  }
}

const toOptions = (options: Options): AddEventListenerOptions =>
  Object(options) === options ? (options as AddEventListenerOptions) : { capture: !!options };

const captures = (options: Options): boolean => !!toOptions(options).capture;
