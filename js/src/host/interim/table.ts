import type { Batch, Kind } from '../../link/contract.js';

/** Collects the rows of a batch. The last event ID in force goes over to the next. */
export class Table {
  #rows: number[] = [];
  #text = '';
  #types = ['message'];
  #ids: string[];

  /** @param id The last event ID in force. */
  constructor(id: string) {
    this.#ids = [id];
  }

  add(kind: Kind, text: string, type = this.#types[0]!): void {
    let slot = this.#types.indexOf(type);
    if (slot < 0) slot = this.#types.push(type) - 1;
    this.#rows.push((slot << 8) | kind, this.#text.length, text.length, this.#ids.length - 1);
    this.#text += text;
  }

  /** Brings a last event ID into force. */
  identify(id: string): void {
    if (id !== this.#ids.at(-1)) this.#ids.push(id);
  }

  take(bytes: number, receivedAt: number): Batch {
    const ids = this.#ids;
    const batch: Batch = {
      bytes,
      receivedAt,
      duplicates: 0,
      types: this.#types,
      ids: ids.length > 1 || ids[0] ? `${ids.join('\n')}\n` : '',
      rows: new Int32Array(this.#rows),
      length: this.#rows.length,
      content: this.#text,
      from: 0,
      head: 0,
      malformed: {},
      vitals: undefined,
    };
    this.#rows = [];
    this.#text = '';
    this.#types = ['message'];
    this.#ids = [ids.at(-1)!];
    return batch;
  }
}
