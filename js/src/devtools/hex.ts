/** A line of bytes as hexadecimal and as text. */
export interface HexLine {
  readonly at: string;
  readonly hex: string;
  readonly text: string;
}

/**
 * Bytes in lines, by places in their body: each line begins at a multiple of its length, so that columns stay where they are.
 *
 * @param from The place of the first byte.
 */
export function hexLines(bytes: Uint8Array, from: number, width: number): HexLine[] {
  const lines: HexLine[] = [];
  for (let at = from - (from % width); at < from + bytes.length; at += width) {
    const line = { at: at.toString(16).padStart(8, '0'), hex: '', text: '' };
    for (let place = at; place < Math.min(at + width, from + bytes.length); place++) {
      const byte = bytes[place - from];
      line.hex += byte === undefined ? '   ' : `${byte.toString(16).padStart(2, '0')} `;
      line.text += byte === undefined ? ' ' : visible(byte);
    }
    lines.push({ ...line, hex: line.hex.trimEnd() });
  }
  return lines;
}

/** A byte as a character: what is none of ASCII's, or would not be seen, is a dot, but for the end of a line. */
function visible(byte: number): string {
  if (byte === 0x0a) return '¶'; // fonts lack the sign that is meant for it
  return byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '·';
}
