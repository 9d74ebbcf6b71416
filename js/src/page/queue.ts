import type { FeedEvent } from './events.js';

/**
 * What waits for one async iterator, by batches. `push` returns a promise that resolves
 * when all that waits was taken: the reader of the body waits for it, so that the queue
 * holds one chunk's records at most and TCP holds back the rest.
 */
export class Queue {
  readonly #batches: FeedEvent[][] = [];
  #ended = false;
  #error: Error | undefined;
  #wake = (): void => {};
  #drained = (): void => {};

  push(batch: FeedEvent[]): Promise<void> {
    this.#batches.push(batch);
    this.#wake();
    const earlier = this.#drained;
    return new Promise((resolve) => {
      this.#drained = () => {
        earlier();
        resolve();
      };
    });
  }

  /** Takes back what the iterator leaves of the batch that it took last. */
  putBack(rest: FeedEvent[]): void {
    if (rest.length > 0) this.#batches.unshift(rest);
  }

  /** Ends the iteration after what waits; with an error, by throwing it. */
  end(error?: Error): void {
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }

  /** Ends the iteration now; what waits is dropped. */
  drop(): void {
    this.#batches.length = 0;
    this.end();
    this.#drain();
  }

  #drain(): void {
    const drained = this.#drained;
    this.#drained = () => {};
    drained();
  }

  /** The next batch, as soon as there is one; undefined at the end. */
  async take(): Promise<FeedEvent[] | undefined> {
    for (;;) {
      const batch = this.#batches.shift();
      if (batch) return batch;
      this.#drain();
      if (this.#ended) break;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#error) throw this.#error;
    return undefined;
  }
}
