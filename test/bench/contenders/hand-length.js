const decoder = new TextDecoder();

/** The records in bytes[0, end), whose text is decoded at once; offsets fit if it is ASCII. */
function deliver(bytes, end, spans, take) {
  const text = decoder.decode(bytes.subarray(0, end));
  const ascii = text.length === end;
  for (let i = 0; i < spans.length; i += 2) {
    const record = ascii ? text.slice(spans[i], spans[i + 1]) : decoder.decode(bytes.subarray(spans[i], spans[i + 1]));
    take(record.trimEnd());
  }
}

/** A line with N, then N bytes, a closing CRLF among them. */
export async function lengths(reader, take) {
  let bytes = new Uint8Array(0); // what no record has been made of yet: bytes[0, filled)
  let filled = 0;
  let wanted = 0; // of the record under way, with its line
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
    const spans = [];
    let end = 0;
    for (;;) {
      const lf = bytes.subarray(0, filled).indexOf(10, end);
      wanted = 0;
      if (lf < 0) break;
      let length = 0;
      for (let i = end; i < lf && bytes[i] !== 13; i++) length = length * 10 + bytes[i] - 48;
      wanted = lf + 1 + length - end;
      if (end + wanted > filled) break;
      spans.push(lf + 1, end + wanted);
      end += wanted;
    }
    if (spans.length) deliver(bytes, end, spans, take);
    bytes = bytes.slice(end, filled);
    filled = bytes.length;
  }
}
