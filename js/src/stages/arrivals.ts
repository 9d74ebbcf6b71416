/**
 * Reads an async iterable without waiting for ever: a wait that is over leaves the read
 * under way, and the next wait goes on with it.
 */
export class Arrivals<E> {
  /** The source has ended or failed, or was left. */
  over = false;
  /** What the source threw. */
  failure: { readonly error: unknown } | undefined;
  readonly #events: AsyncIterator<E>;
  #reading: Promise<IteratorResult<E>> | undefined;

  constructor(source: AsyncIterable<E>) {
    this.#events = source[Symbol.asyncIterator]();
  }

  /** The next event; undefined when none came within `ms`, or the source is over. */
  async next(ms: number): Promise<IteratorYieldResult<E> | undefined> {
    if (this.over) return undefined; // a source without `return` would go on
    try {
      const read = await within((this.#reading ??= Promise.resolve(this.#events.next())), ms);
      if (!read) return undefined;
      if (!read.done) {
        this.#reading = undefined;
        return read as IteratorYieldResult<E>;
      }
    } catch (error) {
      this.failure = { error };
    }
    this.over = true;
    return undefined;
  }

  /**
   * Ends the source. An async generator that is being read ends after its next event,
   * which may be long in coming: that is not waited for, and what it throws is nobody's.
   */
  async leave(): Promise<void> {
    if (this.over) return;
    this.over = true;
    const left = Promise.resolve(this.#events.return?.());
    if (this.#reading) left.catch(() => {});
    else await left;
  }
}

/** What a promise resolves to, or undefined when that takes longer than `ms`; Infinity is for ever. */
function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  if (ms === Infinity) return promise;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, undefined);
    void promise.then(resolve, reject).then(() => clearTimeout(timer));
  });
}
