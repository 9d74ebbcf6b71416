const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Where some bytes stand in bytes[at, filled), or -1. */
function find(bytes, filled, wanted, at) {
  const all = bytes.subarray(0, filled);
  for (let i = at; (i = all.indexOf(wanted[0], i)) >= 0; i++) {
    let n = 1;
    while (n < wanted.length && bytes[i + n] === wanted[n]) n++;
    if (n === wanted.length) return i + n <= filled ? i : -1;
  }
  return -1;
}

const blank = encoder.encode('\r\n\r\n');

/** The parts between the marks of a boundary, each with its header. One that says how long it is need not be searched. */
export function parts(boundary) {
  const mark = encoder.encode(`\r\n--${boundary}`);
  let searched = 0; // of the open part, no mark begins ahead of it
  return (bytes, filled, give) => {
    // A part begins behind the boundary of the mark ahead of it; the first mark has no line end before it.
    let at = 0;
    for (;;) {
      const header = find(bytes, filled, blank, at);
      if (header < 0) return { at, wanted: 0 };
      const fields = decoder.decode(bytes.subarray(at, header));
      const from = header + blank.length;
      const length = /^content-length: *(\d+)/im.exec(fields)?.[1];
      let end = from + Number(length);
      if (length && end + mark.length > filled) return { at, wanted: end + mark.length - at };
      if (!length) end = find(bytes, filled, mark, Math.max(from, at + searched));
      if (end < 0) {
        searched = Math.max(from, filled - mark.length) - at;
        return { at, wanted: 0 };
      }
      give(bytes, from, end, fields);
      at = end + mark.length;
      searched = 0;
    }
  };
}
