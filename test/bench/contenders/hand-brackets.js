const OPEN_BRACE = 0x7b,
  CLOSE_BRACE = 0x7d,
  OPEN = 0x5b,
  CLOSE = 0x5d,
  QUOTE = 0x22,
  BACKSLASH = 0x5c;

/** Where a string ends whose inside begins at i: after its quote, or -1 when it goes on. */
function afterString(text, i) {
  for (;;) {
    const quote = text.indexOf('"', i);
    if (quote < 0) return -1;
    let slashes = 0;
    while (quote - slashes > i && text.charCodeAt(quote - slashes - 1) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    i = quote + 1;
  }
}

/**
 * Objects and arrays at a depth: 0 for texts back to back, 1 for the elements of one
 * array. Only the new text is looked at; what is left of a record is a rope.
 */
export const brackets = (base) => async (reader, take) => {
  const decoder = new TextDecoder();
  let rest = '';
  let depth = 0;
  let inside = false; // a string
  let held = ''; // backslashes at the end of a chunk, within a string
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    let text = held + decoder.decode(value, { stream: true });
    held = /\\*$/.exec(text.slice(-64))[0];
    if (held) text = text.slice(0, -held.length);
    let start = 0; // of the record under way, in this text
    let i = 0;
    if (inside) {
      i = afterString(text, 0);
      inside = i < 0;
    }
    for (; !inside && i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) {
        i = afterString(text, i + 1) - 1;
        if (i < 0) {
          inside = true;
          break;
        }
      } else if (c === OPEN_BRACE || c === OPEN) {
        if (depth++ === base) start = i;
      } else if (c === CLOSE_BRACE || c === CLOSE) {
        if (--depth === base) {
          take(rest + text.slice(start, i + 1));
          rest = '';
        }
      }
    }
    if (depth > base) rest += text.slice(start);
  }
};
