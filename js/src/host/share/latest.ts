import type { Batch } from '../../link/contract.js';
import { countOf, numberOf, weightOf, withoutFirst } from './records.js';

/** How many bytes of text and rows are kept. */
const longest = 4 << 20;

/** The latest records of a feed, for those that join it later. */
export class Latest {
  readonly #batches: { readonly batch: Batch; readonly count: number; readonly weight: number }[] = [];
  #count = 0;
  #weight = 0;

  add(batch: Batch): void {
    const count = countOf(batch);
    if (count === 0) return;
    const weight = weightOf(batch);
    this.#batches.push({ batch, count, weight });
    this.#count += count;
    this.#weight += weight;
    while (this.#weight > longest && this.#batches.length > 1) {
      const oldest = this.#batches.shift()!;
      this.#count -= oldest.count;
      this.#weight -= oldest.weight;
    }
  }

  /** Up to so many of them, oldest first. */
  last(count: number): Batch[] {
    let surplus = this.#count - count;
    const batches: Batch[] = [];
    for (const { batch, count: has } of this.#batches) {
      if (surplus < has) batches.push(withoutFirst(batch, surplus));
      surplus -= has;
    }
    return batches;
  }

  /** Those from a number on. */
  from(number: number): Batch[] {
    return this.#batches
      .filter(({ batch }) => batch.position!.next > number)
      .map(({ batch }) => withoutFirst(batch, number - numberOf(batch)));
  }

  clear(): void {
    this.#batches.length = this.#count = this.#weight = 0;
  }
}
