import type { Batch, FeedOptions } from '../../link/contract.js';
import type { Framer } from '../framer.js';
import { Events } from './events.js';
import type { Grammar } from './grammar.js';
import { Records, type LineFormat } from './lines.js';
import { suspectsOf } from './suspects.js';
import { Table } from './table.js';

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
  readonly #grammar: Grammar;
  readonly #room: number;
  readonly #table = new Table();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  readonly #kept: { bytes: Uint8Array; now: number }[] = [];
  #size = 0;
  #started = false;
  #given = 0; // how many Int32s of rows

  /** @param limit The longest record, in bytes. */
  constructor(grammar: Grammar, limit = maxKept) {
    this.#grammar = grammar;
    this.#room = Math.min(limit, maxKept);
  }

  frame(chunks: readonly Uint8Array[], size: number, now: number): Batch {
    const bytes = new Uint8Array(size); // a page's own stream may use a chunk again
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.#kept.push({ bytes, now });
    this.#size += size;
    this.isFull = this.#size > this.#room || !this.#read(bytes);
    const batch = this.#table.take(size, now);
    this.#given += batch.length;
    return batch;
  }

  /** Has the engine frame what has come so far, and yields what the page has not had of it. */
  *handOver(engine: Framer): Generator<Batch, void, undefined> {
    for (const { bytes, now } of this.#kept) {
      const batch = engine.frame([bytes], bytes.length, now);
      if (!batch) return;
      const given = Math.min(this.#given, batch.length);
      this.#given -= given;
      const isLast = bytes === this.#kept.at(-1)!.bytes;
      if (isLast || batch.length > given) yield { ...behind(batch, given), bytes: 0 };
    }
  }

  #read(bytes: Uint8Array): boolean {
    let text;
    try {
      text = this.#decoder.decode(bytes, { stream: true });
    } catch {
      return false;
    }
    if (text === '') return true;
    if (!this.#started) text = text.replace(/^\uFEFF/, '');
    this.#started = true;
    return text === '' || this.#grammar.read(text, this.#table);
  }
}

/** A batch without its first rows. */
function behind(batch: Batch, given: number): Batch {
  const malformed = Object.entries(batch.malformed).map(([at, row]) => [Number(at) - given, row]);
  return {
    ...batch,
    rows: batch.rows.subarray(given),
    length: batch.length - given,
    malformed: Object.fromEntries(malformed),
  };
}

/**
 * A reader for the body of a response to a feed's first request; undefined if the feed, or the response, needs what only
 * the engine knows.
 */
export function interim(options: FeedOptions, response: Response): Interim | undefined {
  const { id, dedupe, decode, lag, backfill, signals, maxRecordBytes } = options;
  if (id.length || dedupe || decode || lag || backfill || !response.body) return undefined;
  const format = formatOf(options, response);
  const suspects = suspectsOf(signals);
  const grammar = format && (format === 'sse' ? new Events(suspects) : new Records(format, suspects));
  return grammar && new Interim(grammar, maxRecordBytes);
}

/** The format of a response that is a feed for certain: Config.judge and framing.FormatOf in the engine. */
function formatOf({ strict, format }: FeedOptions, { status, headers }: Response): LineFormat | undefined {
  if (status < 200 || status > (strict ? 200 : 299) || status === 204 || status === 205) return undefined;
  const named = headers.get('Content-Type') ?? '';
  const type = named.includes(',') ? undefined : named.split(';', 1)[0]!.trim().toLowerCase();
  if (strict && type !== eventStream) return undefined;
  if (format !== 'auto') return lineFormats.find((known) => known === format);
  if (type === eventStream) return 'sse';
  if (type !== undefined && ndjsonTypes.test(type)) return 'ndjson';
  return type === 'application/json-seq' || type === undefined ? undefined : 'json';
}

const eventStream = 'text/event-stream';
const lineFormats: readonly LineFormat[] = ['sse', 'ndjson', 'json-cr', 'json-crlf', 'lines', 'json'];
const ndjsonTypes = /^application\/(?:x-)?(?:ndjson|jsonlines)$|^application\/(?:jsonl|json-lines)$|^text\/jsonl$/;
