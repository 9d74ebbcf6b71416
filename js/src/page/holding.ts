import { Kind, kindOf, lasting, ROW, type Batch } from '../link/contract.js';

type Deliver = (batch: Batch) => Promise<unknown> | undefined;

/**
 * Holds records until the bookmark behind them has come, for servers that give a cursor after the records that it is behind
 * of: those of a connection that was lost in between come again, and would come twice.
 */
export class Holding {
  readonly #deliver: Deliver;
  readonly #limit: number;
  #held: Batch[] = [];
  #size = 0;

  /** @param limit How much is held at most, in UTF-16 units of text or in bytes; above it records are delivered as they come. */
  constructor(limit: number, deliver: Deliver) {
    this.#limit = limit;
    this.#deliver = deliver;
  }

  received(batch: Batch): Promise<unknown> | undefined {
    const isFull = this.#size + batch.content.length > this.#limit;
    const end = isFull ? batch.length : behindBookmark(batch);
    const ready = end > 0 ? this.#held.splice(0) : [];
    if (end > 0) this.#size = 0;
    ready.push({ ...batch, length: end }); // also for what it says of the connection
    const taken = ready.map(this.#deliver);
    if (end < batch.length) {
      this.#held.push(after(batch, end));
      this.#size += batch.content.length;
    }
    return taken.some(Boolean) ? Promise.all(taken) : undefined;
  }

  /** There is nothing more to come: what is held is all that there will be. */
  release(): void {
    this.#size = 0;
    for (const batch of this.#held.splice(0)) void this.#deliver(batch);
  }

  /** What is held will come again. */
  drop(): void {
    this.#size = 0;
    this.#held = [];
  }
}

/** Where the row behind the last bookmark of a batch begins; 0 if there is none. */
function behindBookmark({ rows, length }: Batch): number {
  let at = length;
  while (at > 0 && kindOf(rows, at - ROW) !== Kind.Bookmark) at -= ROW;
  return at;
}

/** The rows of a batch from a place on, without what was said with the rest. */
function after(batch: Batch, start: number): Batch {
  const malformed = Object.entries(batch.malformed).map(([at, row]) => [Number(at) - start, row]);
  const kept = lasting(batch);
  return {
    ...kept,
    bytes: 0,
    duplicates: 0,
    vitals: undefined,
    rows: kept.rows.subarray(start),
    length: batch.length - start,
    malformed: Object.fromEntries(malformed),
  };
}
