import type { Engine } from './engine.js';

/** Kinds of rows: `framing.Kind` in the engine. */
export const enum Kind {
  Data,
  KeepAlive,
  Malformed,
}

/** What commit and finish return the address of: `bridge.batch` in the engine, in Int32s. */
const enum Field {
  Rows,
  RowCount,
  Buffer,
  From,
  Length,
  Ids,
  IdsLength,
  Types,
  TypesLength,
  BaseLow,
  BaseHigh,
  Duplicates,
  Malformed,
  Size,
}

/** The Int32s of a row, `framing.Row` in the engine: tag (kind, and type slot above it), offset, length, aux. */
export const ROW = 4;

/**
 * The rows of the batch that is being delivered: one array for all feeds, since a batch
 * is delivered before the next is made. An array of its own for each batch of 64 KiB
 * cost a quarter of its time, mostly for the buffer behind it.
 */
const table = new Int32Array(1 << 14);

// ignoreBOM keeps a U+FEFF that is content; the engine has taken the body's own off.
const exact = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * What one chunk brought, until it is delivered. Everything that is in the engine's memory
 * is copied out when the batch is made, since a listener may open a feed and so move that
 * memory.
 *
 * All text is decoded by one call: a TextDecoder costs far more per call than per
 * byte. When the text has as many UTF-16 units as there were bytes it is ASCII, and
 * the rows' byte offsets are string offsets; else the engine counts the units. A
 * batch that is not valid UTF-8 is decoded record by record.
 */
export class Batch {
  /** How many Int32s the rows are. */
  readonly length: number;
  /** How many records were dropped because they came before. */
  readonly duplicates: number;
  readonly receivedAt: number;
  /** Event types by slot. */
  readonly types: readonly string[];
  /** Last event IDs by slot; the last is in force at the end. */
  readonly ids: readonly string[];
  rows: Int32Array;
  /** The text of all rows. */
  text = '';
  /** What is to be taken off the rows' offsets to have those in the text. */
  readonly from: number;
  /** Why rows are malformed, their bytes, and where in the body these begin; by place in rows. */
  readonly malformed: Record<number, { reason: string; bytes: Uint8Array; offset: number }> = {};

  constructor({ exports, methods }: Engine, address: number, types: readonly string[], receivedAt: number) {
    const { mem, measure } = exports;
    const field = new Int32Array(mem.buffer, address, Field.Size);
    const bytes = (at: number, length: number) => new Uint8Array(mem.buffer, at, length);
    const names = (at: Field, none: readonly string[]) =>
      field[at + 1]! > 0 ? lenient.decode(bytes(field[at]!, field[at + 1]!)).slice(0, -1).split('\n') : none;
    const copy = () => {
      const from = new Int32Array(mem.buffer, field[Field.Rows], this.length);
      if (from.length > table.length) return from.slice();
      table.set(from);
      return table;
    };
    this.receivedAt = receivedAt;
    this.length = field[Field.RowCount]! * ROW;
    this.duplicates = field[Field.Duplicates]!;
    this.types = names(Field.Types, types); // none when they are those of the batch before
    this.ids = names(Field.Ids, ['']);
    this.from = field[Field.From]!;
    const rows = (this.rows = copy());
    if (!this.length) return;

    const buffer = field[Field.Buffer]!;
    const bytesOf = (at: number) => bytes(buffer + rows[at + 1]!, rows[at + 2]!);
    const base = (field[Field.BaseLow]! >>> 0) + field[Field.BaseHigh]! * 0x1_0000_0000;
    for (let at = 0; field[Field.Malformed] && at < this.length; at += ROW) {
      if ((rows[at]! & 0xff) === Kind.Malformed) {
        this.malformed[at] = { reason: methods.reasons[rows[at + 3]!]!, bytes: bytesOf(at).slice(), offset: base + rows[at + 1]! };
      }
    }
    const length = field[Field.Length]!;
    try {
      this.text = exact.decode(bytes(buffer + this.from, length));
    } catch {
      for (let at = 0; at < this.length; at += ROW) {
        const text = lenient.decode(bytesOf(at));
        rows[at + 1] = this.from + this.text.length;
        rows[at + 2] = text.length;
        this.text += text;
      }
      return;
    }
    if (this.text.length !== length) {
      measure(); // moves no memory
      this.rows = copy();
    }
  }
}
