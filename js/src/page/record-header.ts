import { uint32 } from '../link/uint32.js';

/** How many bytes the length of a header has, where that is no fixed one. */
export const sizeOfLength = 4;

/** The header of the record that begins at `start`: that of the record before, if it is the same, as it is most often. */
export function headerOf(
  content: Uint8Array<ArrayBuffer>,
  start: number,
  head: number,
  before: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const length = head > 0 ? head : uint32(content, start);
  const begin = head > 0 ? start : start + sizeOfLength;
  return holds(content, begin, length, before) ? before : content.slice(begin, begin + length);
}

/** Reports whether the bytes at a place are others. */
function holds(bytes: Uint8Array, at: number, length: number, others: Uint8Array): boolean {
  if (length !== others.length) return false;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== others[i]) return false;
  return true;
}
