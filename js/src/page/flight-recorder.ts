import type { Batch, Failure, FeedOptions, Traffic } from '../link/contract.js';
import { words } from '../link/words.js';
import type { RecordingHeader } from '../recorder/event.js';
import { Recording } from '../recorder/recording.js';
import { Copies } from './copies.js';
import type { RecordOptions } from './options.js';
import { eventsOf, optionsOf, type Doing, type Entry } from './recorded.js';
import { Redaction } from './redaction.js';
import type { Witness } from './registry.js';
import type { FullInit } from './short-forms.js';

/** What an entry is counted with besides its bytes and texts: the objects that it is made of. */
const entryBytes = 512;

/**
 * Keeps the last of what a feed got and did. There is one for each feed, and it is in the page: it has to outlive a worker of
 * whose end it tells, and what comes through the one port to it is in order already. What is redacted is so when somebody asks
 * for the recording: until then the page keeps what it has had anyway.
 */
export class FlightRecorder {
  /** The options as the host was given them. */
  engine: FeedOptions | undefined;
  readonly #began = Date.now();
  readonly #witnesses: Witness[] = [];
  #most: number;
  readonly #ms: number;
  readonly #redaction: Redaction;
  readonly #copies = new Copies();
  readonly #entries: Entry[] = [];
  readonly #weights: number[] = [];
  #first = 0; // the place of the first that is kept
  #weight = 0;
  #dropped = 0;
  #heads: Entry[] = []; // the request that was dropped last, and its response
  #requests = 0;
  #before = 0; // requests of hosts that are gone

  constructor({ bytes = 1 << 22, seconds = 300, redact }: RecordOptions) {
    this.#most = bytes;
    this.#ms = seconds * 1000;
    this.#redaction = new Redaction(redact);
  }

  /** @param bytes How much is kept at least. */
  watch(bytes: number, witness: Witness): void {
    this.#most = Math.max(this.#most, bytes);
    this.#witnesses.push(witness);
  }

  saw(what: Traffic): void {
    if (what.kind === 'request' && what.request === 1) this.#before = this.#requests;
    this.#requests = Math.max(this.#requests, this.#before + what.request);
    const size = what.kind === 'chunk' ? what.chunks.reduce((sum, { length }) => sum + length, 0) : sizeOf(what);
    const own =
      what.kind === 'chunk' && what.isLent
        ? { ...what, chunks: what.chunks.map((chunk) => this.#copied(chunk)) }
        : what;
    this.#add({ ...own, request: this.#before + what.request }, size);
  }

  /** Keeps what a batch has, of which the host makes the next one in its place. */
  took(batch: Batch): void {
    const { rows, length, content, ids, malformed } = batch;
    if (length === 0 || this.#most === 0) return;
    const isText = typeof content === 'string';
    let size = length * 4 + ids.length * 2 + (isText ? content.length * 2 : content.length);
    for (const { bytes } of Object.values(malformed)) size += entryBytes + bytes.length;
    const own = {
      rows: this.#copies.of(rows.subarray(0, length)),
      content: isText ? content : this.#copies.of(content),
    };
    this.#add({ kind: 'batch', at: Date.now(), batch: { ...batch, ...own } }, size);
  }

  note(what: Exclude<Doing, { kind: 'batch' }>): void {
    const plain = 'failure' in what ? { ...what, failure: inWords(what.failure) } : what;
    this.#add({ ...plain, at: Date.now() }, sizeOf(plain));
  }

  /** A copy also of what Node calls a Buffer, whose `slice` makes none. */
  #copied({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
    return this.#copies.of(new Uint8Array(buffer, byteOffset, length));
  }

  #add(entry: Entry, size: number): void {
    this.#entries.push(entry);
    this.#weights.push(entryBytes + size);
    this.#weight += entryBytes + size;
    this.#drop();
    if (!this.#witnesses.length || entry.kind === 'chunk' || entry.kind === 'batch') return;
    for (const event of eventsOf(entry, 0, this.#redaction))
      for (const witness of this.#witnesses) queueMicrotask(() => witness(event)); // not within a call of the engine's
  }

  /** Drops what is too old, or too much. */
  #drop(): void {
    const since = Date.now() - this.#ms;
    for (let first; (first = this.#entries[this.#first]); this.#dropped++) {
      if (this.#weight <= this.#most && first.at >= since) break;
      if (first.kind === 'request') this.#heads = [first];
      if (first.kind === 'response') this.#heads.push(first);
      if (first.kind === 'chunk' && first.isLent) for (const copy of first.chunks) this.#copies.free(copy);
      if (first.kind === 'batch') {
        const { rows, content } = first.batch;
        this.#copies.free(rows);
        if (typeof content !== 'string') this.#copies.free(content);
      }
      this.#weight -= this.#weights[this.#first++]!;
    }
    if (this.#first * 2 < this.#entries.length) return; // so that a dropped one costs no more than one that is kept
    this.#entries.splice(0, this.#first);
    this.#weights.splice(0, this.#first);
    this.#first = 0;
  }

  /**
   * @param header What the feed knows of itself.
   * @param init Its options, and its preset's.
   */
  recording(header: Pick<RecordingHeader, 'version' | 'url' | 'host'>, init: FullInit): Recording {
    this.#drop();
    const redaction = this.#redaction;
    const functions: string[] = [];
    const options = redaction.data(optionsOf(init, this.engine?.lastEventId, functions));
    const kept = [...this.#heads, ...this.#entries.slice(this.#first)];
    return new Recording(
      {
        feedrec: 1,
        made: new Date().toISOString(),
        began: new Date(this.#began).toISOString(),
        ...header,
        url: redaction.text(header.url),
        userAgent: globalThis.navigator?.userAgent ?? '',
        dropped: this.#dropped,
        options,
        functions,
        engine: this.engine && (redaction.data(this.engine) as unknown as Record<string, unknown>),
      },
      kept.flatMap((entry) => [...eventsOf(entry, this.#began, redaction)]),
    );
  }
}

/** What plain data counts for: a unit of text takes two bytes at most. */
const sizeOf = (data: object): number => JSON.stringify(data).length * 2;

const inWords = ({ cause, ...failure }: Failure): Failure =>
  cause === undefined ? failure : { ...failure, cause: words(cause) };
