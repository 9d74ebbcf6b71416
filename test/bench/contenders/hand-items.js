/** Values one behind the other: skip says where the one at bytes[at] ends, or NaN if that is not there yet. */
export const items = (skip) => (bytes, filled, give) => {
  for (let at = 0; ; ) {
    const end = skip(bytes, at, filled);
    if (!(end <= filled)) return { at, wanted: end - at || 0 };
    give(bytes, at, end);
    at = end;
  }
};

/** The number of so many bytes at bytes[at]; NaN if they are not all there. */
function number(bytes, at, size, filled) {
  if (at + size > filled) return NaN;
  let n = 0;
  for (let i = 0; i < size; i++) n = n * 256 + bytes[at + i];
  return n;
}

/** The end of so many items. */
function several(skip, bytes, at, count, filled) {
  for (; count > 0; count--) at = skip(bytes, at, filled);
  return count === 0 ? at : NaN;
}

/** CBOR (RFC 8949) without items of indefinite length, of which a page that knows its server need not know. */
export function cbor(bytes, at, filled) {
  if (!(at < filled)) return NaN;
  const type = bytes[at] >> 5;
  let argument = bytes[at++] & 31;
  if (argument > 27) throw new Error('of indefinite length');
  if (argument > 23) {
    const size = 1 << (argument - 24);
    argument = number(bytes, at, size, filled);
    at += size;
  }
  if (type === 2 || type === 3) return at + argument;
  if (type === 4) return several(cbor, bytes, at, argument, filled);
  if (type === 5) return several(cbor, bytes, at, 2 * argument, filled);
  if (type === 6) return cbor(bytes, at, filled);
  return at;
}

const fixed = [0, 0, 0, 0, -1, -2, -4, -1, -2, -4, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17, -1, -2, -4];

/** MessagePack. */
export function msgpack(bytes, at, filled) {
  if (!(at < filled)) return NaN;
  const first = bytes[at++];
  if (first < 0x80 || first >= 0xe0) return at;
  if (first < 0x90) return several(msgpack, bytes, at, 2 * (first & 15), filled);
  if (first < 0xa0) return several(msgpack, bytes, at, first & 15, filled);
  if (first < 0xc0) return at + (first & 31);
  if (first >= 0xdc) {
    const size = first & 1 ? 4 : 2;
    const count = number(bytes, at, size, filled);
    return several(msgpack, bytes, at + size, first < 0xde ? count : 2 * count, filled);
  }
  const size = fixed[first - 0xc0];
  if (size >= 0) return at + size;
  const extension = first >= 0xc7 && first <= 0xc9 ? 1 : 0;
  return at - size + number(bytes, at, -size, filled) + extension;
}
