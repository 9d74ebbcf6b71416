import { lastID, type Batch } from '../../link/contract.js';
import { countOf, countToLastID } from './records.js';

/** How far a participant has come with a feed. */
export interface Position {
  /** The run of numbers that it counts in: another begins where nothing is known of what came before. */
  readonly run: string;
  /** The number of the record that comes next. */
  readonly next: number;
  /** The last event ID in force, with which another connection goes on. */
  readonly cursor: string;
  /** The number of the first record that such a connection brings: the one behind the record with that ID. */
  readonly resumesAt: number;
}

/** Where a feed begins. */
export const start = (cursor: string): Position => ({ run: newID(), next: 0, cursor, resumesAt: 0 });

/** The position behind a batch; the same as before if there is nothing new in it. */
export function behind(position: Position, batch: Batch): Position {
  const number = batch.number!;
  const end = number + countOf(batch);
  if (end < position.next) return position;
  const cursor = lastID(batch);
  const resumesAt = cursor === position.cursor ? position.resumesAt : number + countToLastID(batch);
  return { ...position, next: end, cursor, resumesAt };
}

/** The position of whoever has come least far: from there a connection brings all that anybody misses. */
export function leastOf(first: Position, others: readonly (Position | undefined)[]): Position {
  let least = first;
  for (const one of others) if (one && one.run === first.run && one.next < least.next) least = one;
  return least;
}

/** A name that nobody else has. */
export const newID = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');
