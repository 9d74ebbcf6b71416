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

/** What one chunk brought, until it is delivered. */
export interface Batch {
  /** How many records were dropped because they came before. */
  readonly duplicates: number;
  readonly receivedAt: number;
  /** Event types by slot. */
  readonly types: readonly string[];
  /** Last event IDs by slot; the last is in force at the end. */
  readonly ids: readonly string[];
  readonly rows: Int32Array;
  /** How many Int32s of them count. */
  readonly length: number;
  /** The text of all rows. */
  readonly text: string;
  /** What is to be taken off the rows' offsets to have those in the text. */
  readonly from: number;
  /** Why rows are malformed, their bytes, and where in the body these begin; by place in rows. */
  readonly malformed: Readonly<Record<number, { reason: string; bytes: Uint8Array; offset: number }>>;
}

/**
 * Reads the batch at an address in the engine's memory. All of it is copied out, since a
 * listener may open a feed and so move that memory.
 *
 * All text is decoded by one call: a TextDecoder costs far more per call than per
 * byte. When the text has as many UTF-16 units as there were bytes it is ASCII, and
 * the rows' byte offsets are string offsets; else the engine counts the units. A
 * batch that is not valid UTF-8 is decoded record by record.
 *
 * @param before The event types of the batch before, which hold unless this one has others.
 */
export function readBatch({ exports, methods }: Engine, address: number, before: readonly string[], receivedAt: number): Batch {
  const { mem, measure } = exports;
  const field = new Int32Array(mem.buffer, address, Field.Size);
  const bytes = (at: number, length: number) => new Uint8Array(mem.buffer, at, length);
  const names = (at: Field, none: readonly string[]) =>
    field[at + 1]! > 0 ? lenient.decode(bytes(field[at]!, field[at + 1]! - 1)).split('\n') : none;
  const length = field[Field.RowCount]! * ROW;
  const copy = () => {
    const from = new Int32Array(mem.buffer, field[Field.Rows], length);
    if (length > table.length) return from.slice();
    table.set(from);
    return table;
  };
  let rows = copy();
  const buffer = field[Field.Buffer]!;
  const from = field[Field.From]!;
  const bytesOf = (at: number) => bytes(buffer + rows[at + 1]!, rows[at + 2]!);
  const malformed: Record<number, { reason: string; bytes: Uint8Array; offset: number }> = {};
  for (let at = 0; field[Field.Malformed] && at < length; at += ROW) {
    if ((rows[at]! & 0xff) === Kind.Malformed) {
      const offset = (field[Field.BaseLow]! >>> 0) + field[Field.BaseHigh]! * 0x1_0000_0000 + rows[at + 1]!;
      malformed[at] = { reason: methods.reasons[rows[at + 3]!]!, bytes: bytesOf(at).slice(), offset };
    }
  }
  let text: string | undefined;
  try {
    text = exact.decode(bytes(buffer + from, field[Field.Length]!));
  } catch {}
  if (text === undefined) {
    text = '';
    for (let at = 0; at < length; at += ROW) {
      const record = lenient.decode(bytesOf(at));
      rows[at + 1] = from + text.length;
      rows[at + 2] = record.length;
      text += record;
    }
  } else if (text.length !== field[Field.Length]) {
    measure(); // moves no memory
    rows = copy();
  }
  return {
    duplicates: field[Field.Duplicates]!,
    receivedAt,
    types: names(Field.Types, before),
    ids: names(Field.Ids, ['']),
    rows, length, text, from, malformed,
  };
}
