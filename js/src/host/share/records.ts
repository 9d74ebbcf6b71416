import { auxOf, Kind, kindOf, lengthOf, offsetOf, ROW, type Batch, type MalformedRow } from '../../link/contract.js';

/** How many records a batch has. Keep-alives and malformed rows are none: another connection would not repeat them. */
export function countOf({ rows, length }: Batch): number {
  let count = 0;
  for (let at = 0; at < length; at += ROW) if (kindOf(rows, at) === Kind.Data) count++;
  return count;
}

/** The number of the first record of a batch, or of the next one if it has none. */
export const numberOf = (batch: Batch): number => batch.position!.next - countOf(batch);

/** What a batch costs while it waits, in bytes. */
export function weightOf({ content, length, ids, malformed }: Batch): number {
  let weight = (typeof content === 'string' ? 2 : 1) * content.length + 2 * ids.length + 4 * length;
  for (const { bytes } of Object.values(malformed)) weight += bytes.length;
  return weight;
}

/** A batch without its first records, and without what lies ahead of the last of these. */
export function withoutFirst(batch: Batch, count: number): Batch {
  if (count <= 0) return batch;
  let first = 0;
  for (let left = count; first < batch.length && left > 0; first += ROW)
    if (kindOf(batch.rows, first) === Kind.Data) left--;
  const rows = batch.rows.slice(first, batch.length);
  const malformed: Record<number, MalformedRow> = {};
  for (const [at, row] of Object.entries(batch.malformed)) if (+at >= first) malformed[+at - first] = row;
  // The content that no row is left for must not be kept, or sent, for the sake of a few records.
  let start = Infinity;
  let end = -Infinity;
  for (let at = 0; at < rows.length; at += ROW) {
    start = Math.min(start, offsetOf(rows, at) - batch.from);
    end = Math.max(end, offsetOf(rows, at) + lengthOf(rows, at) - batch.from);
  }
  const content = rows.length > 0 ? batch.content.slice(start, end) : '';
  const from = rows.length > 0 ? batch.from + start : 0;
  return { ...batch, rows, length: rows.length, malformed, content, from };
}

/** How many records of a batch there are up to the one with which its last event ID came into force. */
export function countToLastID({ rows, length, ids }: Batch): number {
  let count = 0;
  let since = 0;
  let slot = -1;
  for (let at = 0; at < length; at += ROW) {
    if (kindOf(rows, at) !== Kind.Data) continue;
    count++;
    if (auxOf(rows, at) !== slot) since = count;
    slot = auxOf(rows, at);
  }
  const last = ids.split('\n').length - 2;
  return slot === Math.max(last, 0) ? since : count; // an event stream can move it without an event
}
