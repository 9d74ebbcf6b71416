import { newID } from '../../link/life.js';
import { lastID, type Batch, type Position } from '../../link/contract.js';
import { countOf, countToLastID } from './records.js';

/** Where a feed begins. */
export const start = (cursor: string): Position => ({ run: newID(), next: 0, cursor, resumesAt: 0 });

/** The position behind a batch whose first record is the next one. */
export function behind({ run, next, cursor: before, resumesAt }: Position, batch: Batch): Position {
  const cursor = lastID(batch);
  return {
    run,
    next: next + countOf(batch),
    cursor,
    resumesAt: cursor === before ? resumesAt : next + countToLastID(batch),
  };
}

/** The position of whoever has come least far: from there a connection brings all that anybody misses. */
export function leastOf(first: Position, others: readonly (Position | undefined)[]): Position {
  let least = first;
  for (const one of others) if (one && one.run === first.run && one.next < least.next) least = one;
  return least;
}
