import { Kind } from '../../link/contract.js';
import type { Table } from './table.js';

/** How a format is read. */
export interface Grammar {
  /**
   * Adds the records that are whole with this text, which is not empty.
   *
   * @returns false: what comes next is for the engine. Nothing else is read then.
   */
  read(text: string, table: Table): boolean;
  /** There may be whole records in what it waits for the rest of. */
  readonly isOpen: boolean;
}

/** Text as it comes: framing.Pieces in the engine. */
export class Pieces implements Grammar {
  readonly isOpen = false;
  readonly #look: Look;

  constructor(look: Look) {
    this.#look = look;
  }

  read(text: string, table: Table): boolean {
    const cursor = this.#look('message', text);
    if (cursor === undefined) return false;
    if (cursor) table.identify(cursor);
    table.add(Kind.Data, text);
    return true;
  }
}

/** Looks into a record: its cursor, '' if it has none; undefined if the engine must look. */
export type Look = (type: string, text: string) => string | undefined;
