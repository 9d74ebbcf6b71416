import { u32 } from './hand-pieces.js';

/** Messages of Protocol Buffers behind a varint. */
export function varints(bytes, filled, give) {
  for (let at = 0; ; ) {
    let length = 0;
    let from = at;
    for (let scale = 1; ; scale *= 128) {
      if (from === filled) return { at, wanted: 0 };
      const byte = bytes[from++];
      length += (byte & 127) * scale;
      if (byte < 128) break;
    }
    if (from + length > filled) return { at, wanted: from + length - at };
    give(bytes, from, from + length);
    at = from + length;
  }
}

/** Records behind a big-endian uint32. */
export function lengths(bytes, filled, give) {
  let at = 0;
  while (at + 4 <= filled) {
    const end = at + 4 + u32(bytes, at);
    if (end > filled) return { at, wanted: end - at };
    give(bytes, at + 4, end);
    at = end;
  }
  return { at, wanted: 4 };
}

const decoder = new TextDecoder();

/** Messages of Connect, nothing compressed, and at the end what became of the stream. */
export function envelopes(bytes, filled, give) {
  let at = 0;
  while (at + 5 <= filled) {
    const end = at + 5 + u32(bytes, at + 1);
    if (end > filled) return { at, wanted: end - at };
    const flags = bytes[at];
    if (flags === 0) give(bytes, at + 5, end);
    else if (flags !== 2) throw new Error('compressed');
    else if (JSON.parse(decoder.decode(bytes.subarray(at + 5, end))).error) throw new Error('the server failed');
    at = end;
  }
  return { at, wanted: 5 };
}

const streams = ['stdin', 'stdout', 'stderr'];

/** What a container writes, with the name of the stream. */
export function outputs(bytes, filled, give) {
  let at = 0;
  while (at + 8 <= filled) {
    const end = at + 8 + u32(bytes, at + 4);
    if (end > filled) return { at, wanted: end - at };
    give(bytes, at + 8, end, streams[bytes[at]]);
    at = end;
  }
  return { at, wanted: 8 };
}
