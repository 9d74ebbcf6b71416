import type { Table } from './table.js';

/** How a format is read. */
export interface Grammar {
  /**
   * Adds the records that are whole with this text, which is not empty.
   *
   * @returns false: what comes next is for the engine. Nothing else is read then.
   */
  read(text: string, table: Table): boolean;
}

/** Reports whether a record might be a signal. */
export type Suspects = (type: string, text: string) => boolean;
