import type { FeedEvent } from './events.js';

/** What ends a loop by being thrown: it may be anything, undefined as well. */
export interface Thrown {
  readonly error: unknown;
}

/**
 * What waits for one async iterator, by batches. `push` returns a promise that resolves
 * when all that waits was taken: the reader of the body waits for it, so that the queue
 * holds one chunk's records at most and TCP holds back the rest.
 */
export class Queue {
  readonly #batches: FeedEvent[][] = [];
  #ended = false;
  #failure: Thrown | undefined;
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

  /** Takes all that waits. */
  empty(): FeedEvent[] {
    return this.#batches.splice(0).flat();
  }

  /** Ends the iteration after what waits; with a failure, by throwing what it was. */
  end(failure?: Thrown): void {
    this.#ended = true;
    this.#failure = failure;
    this.#wake();
  }

  /** Ends the iteration now; what waits is dropped. */
  drop(failure?: Thrown): void {
    this.#batches.length = 0;
    this.end(failure);
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
    if (this.#failure) throw this.#failure.error;
    return undefined;
  }
}
