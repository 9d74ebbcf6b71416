import { mustBeFunction, mustBeOptions, mustBeWhole, mustKnow } from '../must.js';

/** How posts and notices of their deletion are told. */
export interface DeletedOptions<E> {
  /** The key of a post; undefined when the event is none. */
  key: (event: E) => string | undefined;
  /** The key of the post that a notice deletes; undefined when the event is no such notice. */
  deleted: (event: E) => string | undefined;
  /**
   * How many deleted keys are remembered; the oldest is forgotten. A whole number from 1 to 2^30.
   * @default 10000
   */
  limit?: number | undefined;
}

/**
 * Drops a post whose deletion came before it. Notices go on, so that the view removes a
 * post that it shows already; so does every other event.
 *
 * @example
 * for await (const event of withoutDeleted(feed, twitter)) show(event.json);
 *
 * @throws {TypeError} at the first event: an option has a value that it cannot have.
 */
export async function* withoutDeleted<E>(
  source: AsyncIterable<E>,
  options: DeletedOptions<E>,
): AsyncGenerator<E, void, undefined> {
  mustBeOptions('withoutDeleted', options ?? null, '{ key, deleted }');
  // Of these, `twitter` has the time for reorder.
  mustKnow('withoutDeleted.', options, ['key', 'deleted', 'limit', 'time']);
  const { key, deleted, limit = 10_000 } = options;
  mustBeFunction('key', key ?? null);
  mustBeFunction('deleted', deleted ?? null);
  mustBeWhole('limit', limit);
  const tombstones = new Tombstones(limit);
  for await (const event of source) {
    const gone = deleted(event);
    if (gone !== undefined) tombstones.add(gone);
    else if (tombstones.has(key(event))) continue;
    yield event;
  }
}

/** The keys deleted last: a set, and a ring that knows which is the oldest. */
class Tombstones {
  readonly #limit: number;
  readonly #keys = new Set<string | undefined>();
  readonly #ring: string[] = [];
  #oldest = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(key: string | undefined): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    if (this.#keys.has(key)) return;
    if (this.#keys.size === this.#limit) this.#keys.delete(this.#ring[this.#oldest]);
    this.#keys.add(key);
    this.#ring[this.#oldest] = key;
    this.#oldest = (this.#oldest + 1) % this.#limit;
  }
}
