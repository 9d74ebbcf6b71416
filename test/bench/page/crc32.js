const table = new Uint32Array(256).map((_, i) => {
  for (let k = 0; k < 8; k++) i = (i >>> 1) ^ (i & 1 ? 0xedb88320 : 0);
  return i;
});

/** The CRC-32 of IEEE 802.3 over bytes[from, to), byte by byte, as JavaScript libraries compute it. */
export function crc32(bytes, from, to) {
  let sum = 0xffffffff;
  for (let i = from; i < to; i++) sum = (sum >>> 8) ^ table[(sum ^ bytes[i]) & 0xff];
  return ~sum >>> 0;
}
