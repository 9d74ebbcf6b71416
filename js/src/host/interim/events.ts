import { Kind } from '../../link/contract.js';
import type { Grammar, Look } from './grammar.js';
import { Lines } from './lines.js';
import type { Table } from './table.js';

/** Far below what the engine takes, in bytes (sse.MaxIDBytes). */
const maxIDLength = 4096;

/** In how long an event the engine keeps the text of any comment: sse's smallData in UTF-16 units, each of up to 3 bytes. */
const smallData = 341;

/** An event stream: sse.Parser in the engine. The reconnection time is left to that. */
export class Events implements Grammar {
  readonly isOpen = false;
  readonly #look: Look;
  readonly #hasIDs: boolean;
  readonly #marks: ReadonlySet<string>;
  readonly #lines = new Lines('sse');
  #data: string | undefined;
  #type = '';
  #id: string | undefined;
  #begun = false; // a line of the block came, whatever its name

  /**
   * @param hasIDs Its events have IDs of their own; else members of their data are the cursors.
   * @param marks The types of events that say something without data: for the engine.
   */
  constructor(look: Look, hasIDs: boolean, marks: ReadonlySet<string>) {
    this.#look = look;
    this.#hasIDs = hasIDs;
    this.#marks = marks;
  }

  read(text: string, table: Table): boolean {
    return this.#lines.cut(text).every((line) => (line === '' ? this.#dispatch(table) : this.#field(line, table)));
  }

  #field(line: string, table: Table): boolean {
    this.#begun = true;
    const colon = line.indexOf(':');
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    switch (colon < 0 ? line : line.slice(0, colon)) {
      case 'data':
        this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
        break;
      case 'event':
        this.#type = value;
        break;
      case 'id':
        if (value.length > maxIDLength) return false;
        if (!value.includes('\0')) this.#id = value;
        break;
      case '':
        if ((this.#data?.length ?? 0) > smallData) return false;
        table.add(Kind.Comment, value);
    }
    return true;
  }

  /** Ends a block. */
  #dispatch(table: Table): boolean {
    const data = this.#data;
    const type = this.#type || 'message';
    const cursor = data === undefined ? '' : this.#look(type, data);
    if (cursor === undefined) return false;
    if (cursor) table.identify(cursor);
    if (this.#id !== undefined && this.#hasIDs) table.identify(this.#id);
    if (data === undefined && this.#marks.has(type)) return false;
    if (data !== undefined) table.add(Kind.Data, data, type);
    else if (!this.#begun) table.add(Kind.KeepAlive, '');
    this.#data = this.#id = undefined;
    this.#type = '';
    this.#begun = false;
    return true;
  }
}
