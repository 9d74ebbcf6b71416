import { Arrivals } from './arrivals.js';
import { mustBe, mustBeFunction, mustBeOptions, mustBeWhole, mustKnow } from '../must.js';
import { nearest } from '../nearest.js';

/** What becomes of events that a loop is too slow for. */
export interface OverflowOptions<E> {
  /**
   * `drop-oldest`: the newest `limit` events wait. `latest-by-key`: as that, and of those
   * with one key only the newest, in the place of the first.
   * @default 'drop-oldest'
   */
  policy?: 'drop-oldest' | 'latest-by-key' | undefined;
  /**
   * What makes two events versions of one thing; asked for with `latest-by-key`.
   * @default none
   */
  key?: ((event: E) => unknown) | undefined;
  /**
   * How many events wait at most. A whole number from 1 to 2^30.
   * @default 1000
   */
  limit?: number | undefined;
}

/** An iterable that tells how many events it has dropped. */
export interface Overflowing<E> extends AsyncIterableIterator<E> {
  /** How many events have been dropped so far. */
  readonly dropped: number;
}

/**
 * Reads on while the loop is busy, and drops what is out of date by then; `dropped` counts.
 * A loop over the feed itself drops nothing: there reading stops, and the server is held
 * back, which some servers answer by cutting the line.
 *
 * @example
 * const quotes = new FeedSource<{ symbol: string; price: number }>('/quotes');
 * const latest = overflow(quotes, { policy: 'latest-by-key', key: ({ json }) => json.symbol });
 * for await (const { json } of latest) await draw(json, latest.dropped);
 *
 * @throws {TypeError} an option has a value that it cannot have.
 */
export function overflow<E>(source: AsyncIterable<E>, options: OverflowOptions<E> = {}): Overflowing<E> {
  mustBeOptions('overflow', options, '{ limit: 100 }');
  mustKnow('overflow.', options, ['policy', 'key', 'limit']);
  const { policy = 'drop-oldest', key, limit = 1000 } = options;
  mustBeWhole('limit', limit);
  mustBeFunction('key', key);
  const byKey = policy === 'latest-by-key';
  const fits = policy === 'drop-oldest' || (byKey && key !== undefined);
  const meant = byKey ? undefined : nearest(`${policy}`, ['drop-oldest', 'latest-by-key']);
  mustBe('policy', policy, fits, 'drop-oldest, or latest-by-key with a key', meant);
  mustBe('policy', policy, byKey || !key, 'latest-by-key where there is a key');
  const waiting = new Waiting<E>(policy === 'latest-by-key' ? key : undefined, limit);
  const events = drain(new Arrivals(source), waiting);
  return Object.defineProperty(events, 'dropped', { get: () => waiting.dropped }) as unknown as Overflowing<E>;
}

async function* drain<E>(arrivals: Arrivals<E>, waiting: Waiting<E>): AsyncGenerator<E, void, undefined> {
  let failure: { readonly error: unknown } | undefined;
  let over = false;
  let wake = (): void => {};
  const read = async (): Promise<void> => {
    try {
      for (let came; (came = await arrivals.next(Infinity)); wake()) waiting.push(came.value);
      failure = arrivals.failure;
    } catch (error) {
      failure = { error }; // of the key function
    }
    over = true;
    wake();
  };
  void read();
  try {
    for (;;) {
      const next = waiting.shift();
      if (next) yield next.event;
      else if (over) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    if (failure) throw failure.error;
  } finally {
    await arrivals.leave();
  }
}

/** The events that wait: a Map, which keeps the order in which its keys came. */
class Waiting<E> {
  dropped = 0;
  readonly #key: ((event: E) => unknown) | undefined;
  readonly #limit: number;
  readonly #events = new Map<unknown, { event: E }>();

  constructor(key: ((event: E) => unknown) | undefined, limit: number) {
    this.#key = key;
    this.#limit = limit;
  }

  push(event: E): void {
    const entry = { event };
    const key = this.#key ? this.#key(event) : entry;
    if (this.#events.has(key)) this.dropped++;
    else if (this.#events.size === this.#limit) {
      this.shift();
      this.dropped++;
    }
    this.#events.set(key, entry);
  }

  shift(): { event: E } | undefined {
    for (const [key, entry] of this.#events) {
      this.#events.delete(key);
      return entry;
    }
    return undefined;
  }
}
