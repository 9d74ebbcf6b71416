import type { Batch } from '../../link/contract.js';
import { countOf, withoutFirst } from './records.js';

/** The latest records of a feed, for those that join it later. */
export class Latest {
  #batches: Batch[] = [];
  #count = 0;
  #limit = 0;

  /** Keeps at least so many records from now on. */
  atLeast(limit: number): void {
    this.#limit = Math.max(this.#limit, limit);
  }

  add(batch: Batch): void {
    const count = countOf(batch);
    if (this.#limit === 0 || count === 0) return;
    this.#batches.push(batch);
    this.#count += count;
    let first = countOf(this.#batches[0]!);
    while (this.#count - first >= this.#limit) {
      this.#batches.shift();
      this.#count -= first;
      first = countOf(this.#batches[0]!);
    }
    if (this.#count > this.#limit) this.#batches[0] = withoutFirst(this.#batches[0]!, this.#count - this.#limit);
    this.#count = Math.min(this.#count, this.#limit);
  }

  /** Up to so many of them, oldest first. */
  last(count: number): Batch[] {
    let surplus = this.#count - count;
    const batches: Batch[] = [];
    for (const batch of this.#batches) {
      const has = countOf(batch);
      if (surplus < has) batches.push(withoutFirst(batch, surplus));
      surplus -= has;
    }
    return batches;
  }

  /** Those from a number on. */
  from(number: number): Batch[] {
    return this.#batches
      .filter((batch) => batch.number! + countOf(batch) > number)
      .map((batch) => withoutFirst(batch, number - batch.number!));
  }

  clear(): void {
    this.#batches = [];
    this.#count = 0;
  }
}
