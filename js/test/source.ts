/** A source that a test feeds by hand, and that counts what is done to it. */
export class Source<E> implements AsyncIterable<E>, AsyncIterator<E> {
  reads = 0;
  returned = 0;
  readonly #waiting: ((result: IteratorResult<E>) => void)[] = [];
  readonly #results: IteratorResult<E>[] = [];

  [Symbol.asyncIterator](): this {
    return this;
  }

  give(...values: E[]): void {
    for (const value of values) this.#settle({ done: false, value });
  }

  end(): void {
    this.#settle({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<E>> {
    this.reads++;
    const result = this.#results.shift();
    return result ? Promise.resolve(result) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<E>> {
    this.returned++;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  #settle(result: IteratorResult<E>): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(result);
    else this.#results.push(result);
  }
}

/** Gives values, then ends, or throws an error if there is one. */
export async function* values<E>(given: readonly E[], error?: Error): AsyncGenerator<E, void, undefined> {
  yield* given;
  if (error) throw error;
}

export async function all<E>(source: AsyncIterable<E>): Promise<E[]> {
  const found: E[] = [];
  for await (const event of source) found.push(event);
  return found;
}

/** Lets everything run that waits for nothing but promises. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
