import type { Batch, FeedOptions } from '../../link/contract.js';
import { fill, type Framer } from '../framer.js';
import { eventStream } from '../request.js';
import { Events } from './events.js';
import { Pieces, type Grammar, type Look } from './grammar.js';
import { Records, trimmed, type LineFormat } from './lines.js';
import { lookOf } from './look.js';
import { Table } from './table.js';

/** What an interim reader tells. */
export interface Owner {
  /** No first record is waited for any more. */
  came(): void;
  /** What comes next is for the engine. */
  needsEngine(): void;
}

/** How many bytes are kept for the engine at most: no page waits so long that more would come of a usual feed. */
const maxKept = 1 << 20;

/**
 * Reads a body until the engine is there. It knows what is usual and leaves everything else to the engine: malformed
 * records, signals, what is not UTF-8. It decides nothing either: the engine judges the response and sees to the end.
 *
 * The engine takes over by framing the same bytes anew. That costs 10 ns a record, and whatever the engine knows of a
 * feed it then has from the bytes themselves: offset, last event ID, reconnection time, event types, the open record. The
 * rows that the page has had are taken off; this one need only have found the same ones, as far as it went.
 */
export class Interim implements Framer {
  /** What comes next is for the engine. */
  isFull = false;
  /** Who is told when nothing goes on without the engine. */
  readonly owner: Owner;
  readonly #grammar: Grammar;
  readonly #room: number;
  readonly #table: Table;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true }); // which takes one byte order mark off
  readonly #kept: { bytes: Uint8Array; now: number }[] = [];
  #size = 0;
  #given = 0; // how many Int32s of rows

  constructor(grammar: Grammar, { maxRecordBytes = maxKept, lastEventId }: FeedOptions, owner: Owner) {
    this.owner = owner;
    this.#grammar = grammar;
    this.#table = new Table(lastEventId);
    this.#room = Math.min(maxRecordBytes, maxKept);
  }

  frame(chunks: readonly Uint8Array[], size: number, now: number): Batch {
    const bytes = new Uint8Array(size); // a page's own stream may use a chunk again
    fill(bytes, chunks);
    this.#kept.push({ bytes, now });
    this.#size += size;
    this.isFull = this.#size > this.#room || !this.#read(bytes);
    if (this.isFull) this.owner.needsEngine();
    const batch = this.#table.take(size, now);
    this.#given += batch.length;
    return batch;
  }

  /** There may be records in what has come that the page has not had. */
  get mayLeave(): boolean {
    return this.isFull || this.#grammar.isOpen;
  }

  /** For each chunk that has come what has the engine frame it, and gives what the page has not had of it. */
  handOver(engine: Framer): (() => Batch | undefined)[] {
    return this.#kept.map(({ bytes, now }) => () => {
      const batch = engine.frame([bytes], bytes.length, now);
      if (!batch) return undefined;
      const given = Math.min(this.#given, batch.length);
      this.#given -= given;
      return { ...behind(batch, given), bytes: 0 };
    });
  }

  #read(bytes: Uint8Array): boolean {
    let text;
    try {
      text = this.#decoder.decode(bytes, { stream: true });
    } catch {
      return false;
    }
    return text === '' || this.#grammar.read(text, this.#table);
  }
}

/** A batch without its first rows. */
function behind(batch: Batch, given: number): Batch {
  const malformed = Object.entries(batch.malformed).map(([at, row]) => [Number(at) - given, row]);
  return {
    ...batch,
    rows: batch.rows.slice(given, batch.length), // the table is used anew for the next batch
    length: batch.length - given,
    malformed: Object.fromEntries(malformed),
  };
}

/**
 * Reports whether a feed can be read before the engine is there: its records end with lines, and its page is told neither
 * how late they come nor what to remember of the first answer, without which it must keep no cursor.
 */
export const isPlain = ({ format, lag, resume }: FeedOptions): boolean =>
  !(lag?.warnMs || resume?.fromHeader || resume?.fromRecord) &&
  (format === 'auto' || format === 'text' || lineFormats.has(format as LineFormat));

/**
 * A reader for the body of the response to a plain feed's first request; undefined if the response is one that the engine
 * must judge, or whose format is not one of lines.
 */
export function interim(options: FeedOptions, response: Response, owner: Owner): Interim | undefined {
  // What a page's own fetch gives may be anything.
  if (!(response instanceof Response) || !response.body || response.bodyUsed || response.body.locked) return undefined;
  const format = formatOf(options, response);
  const look = lookOf(options);
  return format && new Interim(grammarOf(format, look, options), options, owner);
}

function grammarOf(format: LineFormat | 'text', look: Look, { id, resume, signals }: FeedOptions): Grammar {
  if (format === 'sse') {
    const marks = new Set(signals.flatMap(({ type, at }) => (type && at === undefined ? [type] : [])));
    return new Events(look, !id.length && !resume?.counts, marks);
  }
  return format === 'text' ? new Pieces(look) : new Records(format, look);
}

/** The format of a response that is a feed for certain: Config.judge and framing.FormatOf in the engine. */
function formatOf({ strict, format }: FeedOptions, { status, headers }: Response): LineFormat | 'text' | undefined {
  if (status < 200 || status > (strict ? 200 : 299) || status === 204 || status === 205) return undefined;
  const named = headers.get('Content-Type') ?? '';
  const type = named.includes(',') ? undefined : trimmed(named.split(';', 1)[0]!).toLowerCase();
  if (strict && type !== eventStream) return undefined;
  if (format !== 'auto') return isOther(type, format) ? undefined : (format as LineFormat | 'text');
  if (type === eventStream) return 'sse';
  if (type !== undefined && ndjsonTypes.test(type)) return 'ndjson';
  return type !== undefined && /^$|^text\/|json$/.test(type) ? 'json' : undefined;
}

/** A type that may be that of a web page, or of JSON where an event stream was asked for: the first byte decides. */
const isOther = (type = '', format: string): boolean => /html/.test(type) || (format === 'sse' && /json/.test(type));

const lineFormats: ReadonlySet<LineFormat> = new Set(['sse', 'ndjson', 'json-cr', 'json-crlf', 'lines', 'json']);
const ndjsonTypes = /^application\/(?:x-)?(?:ndjson|jsonlines)$|^application\/(?:jsonl|json-lines)$|^text\/jsonl$/;
