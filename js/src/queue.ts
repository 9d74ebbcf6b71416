/**
 * What waits for one async iterator. `push` returns a promise that resolves when all
 * that waits was taken: the reader of the body waits for it, so that the queue holds
 * one chunk's records at most and TCP holds back the rest.
 */
export class Queue<T> implements AsyncIterable<T> {
  readonly #items: T[] = [];
  #ended = false;
  #error: unknown;
  #wake = (): void => {};
  #drained = (): void => {};

  push(item: T): Promise<void> {
    this.#items.push(item);
    this.#wake();
    return new Promise((resolve) => (this.#drained = resolve));
  }

  /** Ends the iteration after what waits; with an error, by throwing it. */
  end(error?: unknown): void {
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }

  /** Ends the iteration now; what waits is dropped. */
  drop(): void {
    this.#items.length = 0;
    this.end();
    this.#drained();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        yield item;
        continue;
      }
      this.#drained();
      if (this.#ended) break;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#error !== undefined) throw this.#error;
  }
}
