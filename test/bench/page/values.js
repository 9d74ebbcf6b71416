import { u32 } from '../contenders/hand-pieces.js';

const decoder = new TextDecoder();
const textFrom = (bytes, at) => decoder.decode(bytes.subarray(at));

function proto(bytes) {
  let at = 1;
  let n = 0;
  for (let scale = 1; ; scale *= 128) {
    n += (bytes[at] & 127) * scale;
    if (bytes[at++] < 128) break;
  }
  at++;
  while (bytes[at++] > 127);
  return { n, text: textFrom(bytes, at) };
}

/** @param short What says that the length of the text has one byte; the number behind it says that it has two. */
const sized = (short) => (bytes) => ({ n: u32(bytes, 4), text: textFrom(bytes, 15 + bytes[13] - short) });

/** Makes values of what frames.js makes of them, and of nothing else: for a run that npm has brought no libraries. */
export const plain = {
  varint: () => proto,
  'envelope-proto': () => proto,
  'cbor-seq': () => sized(0x78),
  msgpack: () => sized(0xd9),
};
