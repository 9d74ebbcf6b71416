import { type Batch, Kind } from './batch.js';
import { Connection, type Feed } from './connection.js';
import type { EngineOptions } from './engine.js';
import { FeedError, type Failure } from './errors.js';
import { FeedEvent, LightEvent, MalformedEvent } from './events.js';
import { requestInit, type FeedSourceInit, type ReconnectOptions } from './options.js';
import { Queue } from './queue.js';

/** Counters of a feed since it was made. */
export interface FeedStats {
  /** Bytes of bodies, after the browser undid any compression. */
  bytes: number;
  /** Records delivered. */
  records: number;
  /** Blank records, comments and other signs of life without content. */
  keepalives: number;
  /** Records that could not be read. */
  malformed: number;
  /** Records not delivered because they came before (option `dedupe`). */
  duplicates: number;
  /** Connections opened after the first. */
  reconnects: number;
  /** When bytes last arrived, in milliseconds since 1970; 0 before the first. */
  lastByteAt: number;
}

/** What differs between FeedSource and EventSource. */
export interface Personality {
  readonly strict: boolean;
  /** Whether to dispatch `keepalive` and `malformed`, which the standard does not know. */
  readonly extras: boolean;
  /** Whether anybody could hear an event of this type. */
  hears(type: string): boolean;
  /** The event that tells of a connection failure. */
  failure(error: FeedError): Event;
}

/** One feed behind a FeedSource or an EventSource: its state, and what becomes of its records. */
export class Core implements Feed {
  readyState: 0 | 1 | 2 = 0;
  /** Closed by the page: what has not been delivered never will be. */
  closed = false;
  lastEventId: string;
  readonly stats: FeedStats = { bytes: 0, records: 0, keepalives: 0, malformed: 0, duplicates: 0, reconnects: 0, lastByteAt: 0 };
  readonly #target: EventTarget;
  readonly #url: URL;
  readonly #init: FeedSourceInit;
  readonly #personality: Personality;
  readonly #connection: Connection;
  readonly #queues = new Set<Queue<FeedEvent[]>>();
  #connections = 0;
  #origin = '';
  #error: FeedError | undefined; // what closed the feed, unless it was close() or completion

  constructor(target: EventTarget, url: URL, init: FeedSourceInit, personality: Personality) {
    this.#target = target;
    this.#url = url;
    this.#init = init;
    this.#personality = personality;
    this.lastEventId = init.lastEventId ?? '';
    this.#connection = new Connection(this);
    if (init.signal?.aborted) this.close();
    else init.signal?.addEventListener('abort', this.close);
  }

  readonly close = (): void => {
    if (this.readyState === 2) return;
    this.closed = true;
    this.#shut();
    this.#connection.close();
    for (const queue of this.#queues) queue.drop();
  };

  reconnect(): void {
    if (this.readyState === 2) return;
    this.readyState = 0;
    this.#connection.connect();
  }

  /** The records of each chunk from now on. */
  async *batches(): AsyncGenerator<FeedEvent[], void, undefined> {
    const queue = new Queue<FeedEvent[]>();
    if (this.readyState === 2) queue.end(this.#error);
    else this.#queues.add(queue);
    try {
      yield* queue;
    } finally {
      this.#queues.delete(queue);
      queue.drop();
    }
  }

  get options(): EngineOptions {
    const { strict } = this.#personality;
    return { init: this.#init, strict, lastEventId: this.lastEventId, url: this.#url.href };
  }

  request(attempt: number): Promise<RequestInit> {
    return requestInit(this.#init, attempt);
  }

  async fetch(url: string, init: RequestInit): Promise<Response> {
    return (this.#init.fetch ?? fetch)(url, init);
  }

  opened(response: Response): void {
    this.readyState = 1;
    this.stats.reconnects = this.#connections++;
    this.#origin = new URL(response.url || this.#url).origin;
    this.#target.dispatchEvent(new Event('open'));
  }

  decide(failure: Failure, headers?: Headers, cause?: unknown): number | false {
    const proposed = failure.final ? false : failure.retryInMs!;
    try {
      const { delay } = this.#init.reconnect as ReconnectOptions;
      return delay!(new FeedError(failure, headers, cause)) ?? proposed;
    } catch (thrown) {
      reportError(thrown);
      return proposed;
    }
  }

  failed(failure: Failure, headers?: Headers, cause?: unknown): void {
    const error = new FeedError(failure, headers, cause);
    if (failure.final) this.#shut(failure.type === 'complete' ? undefined : error);
    else this.readyState = 0;
    this.#target.dispatchEvent(this.#personality.failure(error));
    if (failure.final) for (const queue of this.#queues) queue.end(this.#error);
  }

  received(batch: Batch, bytes: number, reasons: readonly string[]): Promise<void> | undefined {
    this.stats.bytes += bytes;
    this.stats.duplicates += batch.duplicates;
    if (bytes > 0) this.stats.lastByteAt = batch.receivedAt;
    batch.origin = this.#origin;
    batch.notJSON = this.#notJSON;
    const records: FeedEvent[] | undefined = this.#queues.size > 0 ? [] : undefined;
    for (let row = 0; row < batch.length; row++) {
      switch (batch.kind(row)) {
        case Kind.KeepAlive:
          this.#keepAlive(batch, row);
          break;
        case Kind.Malformed:
          this.#malformed(batch, row, reasons);
          break;
        default:
          this.#record(batch, row, records);
      }
      if (this.#isClosed()) return undefined; // by a listener: what is left is not dispatched
    }
    this.lastEventId = batch.finalId; // an event stream can move it without an event
    return records?.length ? this.#enqueue(records) : undefined;
  }

  #record(batch: Batch, row: number, records: FeedEvent[] | undefined): void {
    this.stats.records++;
    this.lastEventId = batch.lastEventId(row);
    const type = batch.type(row);
    if (this.#personality.hears(type)) {
      const event = new FeedEvent(type, batch, row);
      records?.push(event);
      this.#target.dispatchEvent(event);
    } else {
      records?.push(new LightEvent(batch, row));
    }
  }

  #keepAlive(batch: Batch, row: number): void {
    this.stats.keepalives++;
    if (!this.#hearsExtra('keepalive')) return;
    const { origin } = batch;
    this.#target.dispatchEvent(
      new MessageEvent('keepalive', { origin, data: batch.text(row), lastEventId: this.lastEventId }));
  }

  #malformed(batch: Batch, row: number, reasons: readonly string[]): void {
    this.stats.malformed++;
    if (!this.#hearsExtra('malformed')) return;
    this.#target.dispatchEvent(new MalformedEvent({
      origin: batch.origin, lastEventId: this.lastEventId, data: batch.text(row), bytes: batch.bytes(row),
      offset: batch.offset(row), reason: reasons[batch.reason(row)]!,
    }));
  }

  readonly #notJSON = ({ data, origin, lastEventId }: FeedEvent): void => {
    this.stats.malformed++;
    if (this.#isClosed() || !this.#hearsExtra('malformed')) return;
    const bytes = new TextEncoder().encode(data);
    this.#target.dispatchEvent(new MalformedEvent({ data, origin, lastEventId, bytes, reason: 'not-json' }));
  };

  #hearsExtra(type: 'keepalive' | 'malformed'): boolean {
    return this.#personality.extras && this.#personality.hears(type);
  }

  #enqueue(records: FeedEvent[]): Promise<void> {
    return Promise.all([...this.#queues].map((queue) => queue.push(records))).then(() => undefined);
  }

  #shut(error?: FeedError): void {
    this.readyState = 2;
    this.#error = error;
    this.#init.signal?.removeEventListener('abort', this.close);
  }

  /** A listener may have closed the feed, which the compiler cannot see. */
  #isClosed(): boolean {
    return this.readyState === 2;
  }
}
