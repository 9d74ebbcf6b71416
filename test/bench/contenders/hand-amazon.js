import { crc32 } from '../page/crc32.js';
import { u32 } from './hand-pieces.js';

const decoder = new TextDecoder();
const text = 7;
const eventType = ':event-type';

/** The event type in the header bytes[at, end): that of the usual header, whose values are texts. */
function typeOf(bytes, at, end) {
  while (at < end) {
    const name = at + 1;
    const kind = name + bytes[at];
    if (bytes[kind] !== text) throw new Error('a value that is no text');
    const value = kind + 3;
    const next = value + ((bytes[kind + 1] << 8) | bytes[kind + 2]);
    if (kind - name === eventType.length && String.fromCharCode(...bytes.subarray(name, kind)) === eventType)
      return decoder.decode(bytes.subarray(value, next));
    at = next;
  }
  return '';
}

/** Amazon's messages, with their event type. Both checksums are looked at. */
export function messages(bytes, filled, give) {
  let at = 0;
  while (at + 12 <= filled) {
    const end = at + u32(bytes, at);
    if (end > filled) return { at, wanted: end - at };
    const payload = at + 12 + u32(bytes, at + 4);
    if (crc32(bytes, at, at + 8) !== u32(bytes, at + 8) || crc32(bytes, at, end - 4) !== u32(bytes, end - 4))
      throw new Error('a checksum is wrong');
    give(bytes, payload, end - 4, typeOf(bytes, at + 12, payload));
    at = end;
  }
  return { at, wanted: 12 };
}
