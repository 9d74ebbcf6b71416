import type { Engine } from './engine.js';
import type { FeedEvent, Rows } from './events.js';

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
  Size,
}

const ROW = 4; // framing.Row: tag, offset, length, aux

// ignoreBOM keeps a U+FEFF that is content; the engine has taken the body's own off.
const exact = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The names in bytes, each of which ends in LF. */
function lines(bytes: Uint8Array): string[] {
  return lenient.decode(bytes).slice(0, -1).split('\n');
}

/**
 * What one chunk brought. Everything that is in the engine's memory is copied out
 * when the batch is made, since a listener may open a feed and so move that memory.
 *
 * All text is decoded by one call: a TextDecoder costs far more per call than per
 * byte. When the text has as many UTF-16 units as there were bytes it is ASCII, and
 * the rows' byte offsets are string offsets; else the engine counts the units. A
 * batch that is not valid UTF-8 is decoded record by record.
 */
export class Batch implements Rows {
  readonly length: number;
  /** How many records were dropped because they came before. */
  readonly duplicates: number;
  readonly receivedAt: number;
  /** Set by the feed that takes the batch, for its events. */
  origin = '';
  notJSON?: (event: FeedEvent) => void;
  /** Event types by slot. */
  readonly types: readonly string[];
  readonly #reasons: readonly string[];
  readonly #ids: readonly string[];
  readonly #rows: Int32Array;
  readonly #from: number;
  readonly #base: number;
  #text = '';
  #widths: Int32Array | undefined; // of a text that is not ASCII
  #texts: string[] | undefined; // of a batch that is not valid UTF-8
  #malformed: Map<number, Uint8Array> | undefined;

  constructor(
    { exports, methods }: Engine, address: number, types: readonly string[], receivedAt: number,
  ) {
    const memory = exports.mem;
    this.receivedAt = receivedAt;
    this.#reasons = methods.reasons;
    const buffer = memory.buffer;
    const field = new Int32Array(buffer, address, Field.Size);
    const bytes = (at: number, length: number) => new Uint8Array(buffer, at, length);
    this.length = field[Field.RowCount]!;
    this.duplicates = field[Field.Duplicates]!;
    const typesLength = field[Field.TypesLength]!; // 0 when they are those of the batch before
    this.types = typesLength > 0 ? lines(bytes(field[Field.Types]!, typesLength)) : types;
    const idsLength = field[Field.IdsLength]!;
    this.#ids = idsLength > 0 ? lines(bytes(field[Field.Ids]!, idsLength)) : [''];
    this.#from = field[Field.From]!;
    this.#base = (field[Field.BaseLow]! >>> 0) + field[Field.BaseHigh]! * 0x1_0000_0000;
    this.#rows = new Int32Array(buffer, field[Field.Rows]!, this.length * ROW).slice();
    if (this.length > 0) {
      this.#decode(bytes(field[Field.Buffer]! + this.#from, field[Field.Length]!), memory, exports.measure);
    }
  }

  #decode(bytes: Uint8Array, memory: WebAssembly.Memory, measure: () => number): void {
    for (let i = 0; i < this.length; i++) {
      if (this.kind(i) === Kind.Malformed) {
        (this.#malformed ??= new Map()).set(i, this.#bytes(i, bytes).slice());
      }
    }
    try {
      this.#text = exact.decode(bytes);
    } catch {
      this.#texts = Array.from({ length: this.length }, (_, i) => lenient.decode(this.#bytes(i, bytes)));
      return;
    }
    if (this.#text.length !== bytes.length) {
      const address = measure(); // may grow the memory, which gives it a new buffer
      this.#widths = new Int32Array(memory.buffer, address, this.length * 2).slice();
    }
  }

  #bytes(row: number, bytes: Uint8Array): Uint8Array {
    const start = this.#rows[row * ROW + 1]! - this.#from;
    return bytes.subarray(start, start + this.#rows[row * ROW + 2]!);
  }

  kind(row: number): Kind {
    return this.#rows[row * ROW]! & 0xff;
  }

  type(row: number): string {
    return this.types[this.#rows[row * ROW]! >> 8]!;
  }

  text(row: number): string {
    if (this.#texts) return this.#texts[row]!;
    const widths = this.#widths;
    const start = widths ? widths[row * 2]! : this.#rows[row * ROW + 1]! - this.#from;
    const length = widths ? widths[row * 2 + 1]! : this.#rows[row * ROW + 2]!;
    return this.#text.slice(start, start + length);
  }

  /** The last event ID in force at a row that is not malformed. */
  lastEventId(row: number): string {
    return this.#ids[this.#rows[row * ROW + 3]!]!;
  }

  /** The last event ID in force at the end of the batch. */
  get finalId(): string {
    return this.#ids.at(-1)!;
  }

  /** Why a row is malformed. */
  reason(row: number): string {
    return this.#reasons[this.#rows[row * ROW + 3]!]!;
  }

  /** The bytes of a malformed row. */
  bytes(row: number): Uint8Array {
    return this.#malformed!.get(row)!;
  }

  /** Where in the body a row's bytes begin. */
  offset(row: number): number {
    return this.#base + this.#rows[row * ROW + 1]!;
  }
}
