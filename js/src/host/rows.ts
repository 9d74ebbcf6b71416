import {
  auxOf,
  BatchField,
  Kind,
  kindOf,
  lengthOf,
  offsetOf,
  ROW,
  VitalsField,
  type Batch,
  type EngineExports,
  type MalformedRow,
  type RowReason,
  type Vitals,
} from '../link/contract.js';

/**
 * The rows of the batch that is being delivered: one array for all feeds, since a batch
 * is delivered before the next is made. An array of its own for each batch of 64 KiB
 * cost a quarter of its time, mostly for the buffer behind it. The same goes for its bytes,
 * of which each record gets its own.
 */
const table = new Int32Array(1 << 14);
const room = new Uint8Array(1 << 17);

// ignoreBOM keeps a U+FEFF that is content; the engine has taken the body's own off.
const exact = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads the batch at an address in the engine's memory. All of it is copied out, since a
 * listener may open a feed and so move that memory.
 *
 * All text is decoded by one call: a TextDecoder costs far more per call than per
 * byte. When the text has as many UTF-16 units as there were bytes it is ASCII, and
 * the rows' byte offsets are string offsets; else the engine counts the units. A
 * batch that is not valid UTF-8 is decoded record by record. One with a record of bytes stays bytes.
 *
 * @param reasons The words of malformed rows by their number.
 * @param before The event types of the batch before, which hold unless this one has others.
 * @param bytes How many bytes of the body it had.
 */
export function readBatch(
  exports: EngineExports,
  address: number,
  reasons: readonly RowReason[],
  before: readonly string[],
  bytes: number,
  receivedAt: number,
): Batch {
  const { mem, measure } = exports;
  const field = new Int32Array(mem.buffer, address, BatchField.Size);
  const view = (at: number, length: number) => new Uint8Array(mem.buffer, at, length);
  const names = (at: BatchField) => (field[at + 1]! > 0 ? lenient.decode(view(field[at]!, field[at + 1]!)) : '');
  const length = field[BatchField.RowCount]! * ROW;
  const copy = () => {
    const rows = new Int32Array(mem.buffer, field[BatchField.Rows], length);
    if (length > table.length) return rows.slice();
    table.set(rows);
    return table;
  };
  let rows = copy();
  const buffer = field[BatchField.Buffer]!;
  const from = field[BatchField.From]!;
  const bytesOf = (at: number) => view(buffer + offsetOf(rows, at), lengthOf(rows, at));
  const malformed: Record<number, MalformedRow> = {};
  for (let at = 0; field[BatchField.Malformed] && at < length; at += ROW) {
    if (kindOf(rows, at) !== Kind.Malformed) continue;
    const base = (field[BatchField.BaseLow]! >>> 0) + field[BatchField.BaseHigh]! * 0x1_0000_0000;
    malformed[at] = {
      reason: reasons[auxOf(rows, at)]!,
      bytes: bytesOf(at).slice(),
      offset: base + offsetOf(rows, at),
    };
  }
  const all = view(buffer + from, field[BatchField.Length]!);
  let content: Batch['content'];
  if (field[BatchField.IsBytes]) {
    content = bytesIn(all);
  } else {
    let text: string | undefined;
    try {
      text = exact.decode(all);
    } catch {}
    if (text === undefined) {
      text = '';
      for (let at = 0; at < length; at += ROW) {
        const record = lenient.decode(bytesOf(at));
        rows[at + 1] = from + text.length;
        rows[at + 2] = record.length;
        text += record;
      }
    } else if (text.length !== all.length) {
      measure();
      rows = copy();
    }
    content = text;
  }
  const types = names(BatchField.Types);
  return {
    bytes,
    receivedAt,
    duplicates: field[BatchField.Duplicates]!,
    types: types ? types.slice(0, -1).split('\n') : before,
    ids: names(BatchField.Ids),
    rows,
    length,
    content,
    from,
    head: field[BatchField.Head]!,
    malformed,
    vitals: readVitals(mem, field[BatchField.Vitals]!),
  };
}

/** A copy of what lies in the engine's memory. */
function bytesIn(all: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (all.length > room.length) return all.slice();
  room.set(all);
  return room.subarray(0, all.length);
}

function readVitals(mem: WebAssembly.Memory, address: number): Vitals | undefined {
  if (!address) return undefined;
  const field = new Float64Array(mem.buffer, address, VitalsField.Size);
  return {
    quietAt: field[VitalsField.QuietAt]!,
    lagMs: field[VitalsField.LagMs]!,
    offsetMs: field[VitalsField.OffsetMs]!,
    lagTrend: field[VitalsField.LagTrend]!,
  };
}
