/**
 * Frames of bytes: cut takes bytes[0, filled), gives each record that is all there, and returns where the next one begins and
 * how many bytes that wants, as far as it knows. What is left of a chunk is kept in a buffer that doubles, and not looked at
 * before it can be enough.
 */
export const cutting = (cut) => async (reader, give) => {
  let bytes = new Uint8Array(0);
  let filled = 0;
  let wanted = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (filled === 0) {
      bytes = value;
    } else {
      if (filled + value.length > bytes.length) {
        const grown = new Uint8Array(Math.max(2 * bytes.length, filled + value.length, wanted));
        grown.set(bytes.subarray(0, filled));
        bytes = grown;
      }
      bytes.set(value, filled);
    }
    filled += value.length;
    if (filled < wanted) continue;
    const next = cut(bytes, filled, give);
    wanted = next.wanted;
    if (next.at === 0) continue;
    bytes = bytes.slice(next.at, filled);
    filled = bytes.length;
  }
};

export const u32 = (bytes, at) =>
  ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
