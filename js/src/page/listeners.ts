import { everyType, unmask } from './events.js';

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

/** A listener as EventTarget tells it from others: by its callback and by `capture`. */
interface Registered {
  readonly callback: object;
  readonly capture: boolean;
  /** Ends what would see it leave by itself. */
  forget(): void;
}

type Options = boolean | AddEventListenerOptions | null | undefined;

/**
 * Who listens to a feed, which an EventTarget does not tell. It follows what EventTarget does (WHATWG DOM section 2.7): a
 * listener counts once, and leaves by itself after its first event (`once`) or when its signal aborts.
 */
export class Listeners {
  readonly #target: EventTarget;
  readonly #changed: () => void;
  readonly #all = new Map<string, Registered[]>();
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
    const { once, signal } = toOptions(options);
    if (signal?.aborted) return;
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    if (type === everyType) addEventListener.call(this.#target, type, unmask, true);
    const leave = () => this.#remove(type, listener);
    const listener: Registered = {
      callback: callback as object,
      capture: captures(options),
      forget: () => {
        if (once) removeEventListener.call(this.#target, type, leave, options!);
        signal?.removeEventListener('abort', leave); // which may outlive many feeds
      },
    };
    // Right ahead of the listener: whatever keeps an event from the one keeps it from the other.
    if (once) addEventListener.call(this.#target, type, leave, options!);
    signal?.addEventListener('abort', leave);
    const others = this.#all.get(type);
    if (others) others.push(listener);
    else this.#all.set(type, [listener]);
    this.#count(type, 1);
  }

  remove(type: string, callback: unknown, options?: Options): void {
    const listener = this.#find(type, callback, options);
    if (listener) this.#remove(type, listener);
  }

  #find(type: string, callback: unknown, options: Options): Registered | undefined {
    const capture = captures(options);
    return this.#all.get(type)?.find((other) => other.callback === callback && other.capture === capture);
  }

  #remove(type: string, listener: Registered): void {
    const left = this.#all.get(type)!.filter((other) => other !== listener);
    if (left.length > 0) this.#all.set(type, left);
    else this.#all.delete(type);
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
