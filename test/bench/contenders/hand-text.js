/**
 * Records ended by a delimiter. One streaming decoder, indexOf on the text of the chunk,
 * and a rope for what is left: V8 joins its parts once, when the record is taken.
 */
export const split = (delimiter) => async (reader, take) => {
  const decoder = new TextDecoder();
  const half = delimiter.length > 1 ? delimiter[0] : undefined; // may end a chunk
  let rest = '';
  let held = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    let text = held + decoder.decode(value, { stream: true });
    held = half && text.endsWith(half) ? half : '';
    if (held) text = text.slice(0, -1);
    let from = 0;
    for (let to; (to = text.indexOf(delimiter, from)) >= 0; from = to + delimiter.length) {
      take(rest ? rest + text.slice(from, to) : text.slice(from, to));
      rest = '';
    }
    rest += from ? text.slice(from) : text;
  }
};

/**
 * An event stream whose lines end in LF or CRLF, to the data of its events. Types, ids and
 * retry are passed over, which is less than a library does.
 * An event that is one data line, as most are, is taken without looking at its end again.
 */
export async function events(reader, take) {
  const decoder = new TextDecoder();
  let rest = '';
  let data;
  const line = (text) => {
    if (text.charCodeAt(text.length - 1) === 13) text = text.slice(0, -1);
    if (text === '') {
      if (data !== undefined) take(data);
      data = undefined;
    } else if (text.startsWith('data:')) {
      const value = text.slice(text.charCodeAt(5) === 32 ? 6 : 5);
      data = data === undefined ? value : `${data}\n${value}`;
    }
  };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const text = decoder.decode(value, { stream: true });
    let from = 0;
    for (let to; (to = text.indexOf('\n', from)) >= 0; from = to + 1) {
      if (rest) {
        line(rest + text.slice(from, to));
        rest = '';
      } else if (
        data === undefined &&
        text.startsWith('data: ', from) &&
        text.charCodeAt(to + 1) === 10 &&
        text.charCodeAt(to - 1) !== 13
      ) {
        take(text.slice(from + 6, to++));
      } else {
        line(text.slice(from, to));
      }
    }
    rest += from ? text.slice(from) : text;
  }
}
