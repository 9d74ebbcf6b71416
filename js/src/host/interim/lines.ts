import { Kind } from '../../link/contract.js';
import type { Grammar, Look } from './grammar.js';
import { parsed } from './look.js';
import type { Table } from './table.js';

/** What ends a line, by format. */
const ends = { ndjson: /\n/, lines: /\n/, 'json-cr': /\r/, 'json-crlf': /\r\n/, json: /\r\n|\r|\n/, sse: /\r\n|\r|\n/ };

/** A format whose records can be found by the ends of lines. */
export type LineFormat = keyof typeof ends;

/** Cuts text into lines, however it comes: framing.Lines.next, and sse.Parser.Frame, in the engine. */
export class Lines {
  readonly #format: LineFormat;
  /** The beginning of a line whose rest is to come. */
  open = '';
  /** What came of it last. */
  tail = '';
  #afterCR = false;

  constructor(format: LineFormat) {
    this.#format = format;
  }

  /** The lines that are whole with this text, which is not empty. */
  cut(text: string): string[] {
    const end = ends[this.#format];
    let more = text;
    if (this.#format === 'json-crlf' && this.open.endsWith('\r')) {
      this.open = this.open.slice(0, -1);
      more = `\r${text}`;
    } else if (end === ends.sse || end === ends.json) {
      if (this.#afterCR && text[0] === '\n') more = text.slice(1); // a CR ends a line at once
      this.#afterCR = text.endsWith('\r');
    }
    const lines = more.split(end);
    this.tail = lines.at(-1)!;
    lines[0] = this.open + lines[0]!;
    this.open = lines.pop()!;
    return lines;
  }
}

/** Records of a line each: framing.Lines in the engine, and framing.JSON as far as its records are lines. */
export class Records implements Grammar {
  readonly #format: Exclude<LineFormat, 'sse'>;
  readonly #look: Look;
  readonly #lines: Lines;

  constructor(format: Exclude<LineFormat, 'sse'>, look: Look) {
    this.#format = format;
    this.#look = look;
    this.#lines = new Lines(format);
  }

  read(text: string, table: Table): boolean {
    for (const line of this.#lines.cut(text)) {
      const content = this.#content(line);
      const bare = trimmed(content);
      if (bare === '') {
        table.add(Kind.KeepAlive, this.#format === 'json' ? '' : content);
        continue;
      }
      const record = this.#format === 'lines' ? content : bare;
      const cursor = this.#isUsual(record) ? this.#look('message', record) : undefined;
      if (cursor === undefined) return false;
      if (cursor) table.identify(cursor);
      table.add(Kind.Data, record);
    }
    return this.#format !== 'json' || this.#goesOn();
  }

  /** The open line is none that never ends, and no record of which only the end of its line is to come. */
  #goesOn(): boolean {
    const { open, tail } = this.#lines;
    const bare = trimmed(tail);
    const begins = open.length === tail.length;
    return !bare.endsWith('}') && (!begins || bare === '' || bare[0] === '{');
  }

  /** By depth a record may be whole ahead of the end of its line. */
  get isOpen(): boolean {
    return this.#format === 'json' && this.#lines.open !== '';
  }

  /** A line without what belongs to a delimiter of two bytes where one is enough. */
  #content(line: string): string {
    if (this.#format === 'json-cr') return line.startsWith('\n') ? line.slice(1) : line;
    const isLF = this.#format === 'ndjson' || this.#format === 'lines';
    return isLF && line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  /** What is not usual may be malformed, or more than one record. */
  #isUsual(record: string): boolean {
    if (this.#format === 'json') return record[0] === '{' && parsed(record) !== undefined;
    return whole.test(record);
  }
}

const whole = /^(?:\{[^\n]*\}|\[[^\n]*\]|"(?:[^"\\\n]|\\.)*")$/;

/** Text without the white space that JSON knows around it. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text[start]!)) start++;
  while (start < end && isSpace(text[end - 1]!)) end--;
  return text.slice(start, end);
}

const isSpace = (character: string): boolean => ' \t\n\r'.includes(character);
