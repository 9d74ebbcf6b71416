import { type Batch, Kind, ROW } from './batch.js';
import { Connection, type Early, type Feed } from './connection.js';
import type { EngineOptions } from './engine.js';
import { FeedError, type Failure } from './errors.js';
import { lightEvent, MalformedEvent, type Arrival, type FeedEvent } from './events.js';
import { accepts, requestInit, type FeedSourceInit, type ReconnectOptions, type AskMissing } from './options.js';
import { cancel } from './pump.js';
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
  /**
   * `fresh`: open, and as lively as usual. `quiet`: open, and a beat is missing (option
   * `keepalive`). `stalled`: cut for its silence, and not open again. `dead`: no
   * connection, not yet or not at present, or closed.
   */
  liveness: 'fresh' | 'quiet' | 'stalled' | 'dead';
  /** With the option `lag`: how far behind the feed is, in milliseconds, whatever the clocks say. */
  lagMs?: number;
  /** The difference of the clocks and the lag together: now, less the time of a recent record. */
  offsetMs?: number;
  /** How fast the lag grows, in milliseconds per second. */
  lagTrend?: number;
}

/** What differs between FeedSource and EventSource. */
export interface Personality {
  /** Keeps to the standard, which knows no other events than the server's. */
  readonly strict: boolean;
  /** Whether anybody could hear an event of this type. */
  hears(type: string): boolean;
  /** The event for a record that somebody could hear. */
  event(type: string, arrival: Arrival, data: string, lastEventId: string): MessageEvent<string>;
  /** The event that tells of a connection failure. */
  failure(error: FeedError): Event;
}

/** One feed behind a FeedSource or an EventSource: its state, and what becomes of its records. */
export class Core implements Feed {
  readyState: 0 | 1 | 2 = 0;
  /** Closed by the page: what has not been delivered never will be. */
  closed = false;
  declare lastEventId: string;
  declare paused: Promise<void> | undefined;
  readonly #stats: FeedStats = {
    bytes: 0, records: 0, keepalives: 0, malformed: 0, duplicates: 0, reconnects: 0, lastByteAt: 0, liveness: 'dead',
  };
  #framedId: string; // lastEventId when all is delivered that has been framed
  #proceed = (): void => {};
  readonly #target: EventTarget;
  declare readonly url: URL;
  readonly #init: FeedSourceInit;
  readonly #personality: Personality;
  readonly #connection: Connection;
  readonly #queues = new Set<Queue>();
  #aborter: AbortController | undefined; // of the early request
  #connections = 0;
  #origin = '';
  #error: FeedError | undefined; // what closed the feed, unless it was close() or completion

  constructor(target: EventTarget, url: URL, init: FeedSourceInit, personality: Personality) {
    this.#target = target;
    this.url = url;
    this.#init = init;
    this.#personality = personality;
    this.lastEventId = this.#framedId = init.lastEventId ?? '';
    this.#connection = new Connection(this);
    if (init.signal?.aborted) this.close();
    else init.signal?.addEventListener('abort', this.close);
  }

  readonly close = (): void => {
    if (this.readyState === 2) return;
    this.closed = true;
    this.#shut();
    this.#connection.close();
    this.resume();
    for (const queue of this.#queues) queue.drop();
  };

  reconnect(): void {
    if (this.readyState === 2) return;
    this.readyState = 0;
    this.#connection.connect();
  }

  pause(): void {
    this.paused ??= new Promise((resolve) => (this.#proceed = resolve));
  }

  resume(): void {
    this.paused = undefined;
    this.#proceed();
  }

  get stats(): FeedStats {
    return { ...this.#stats, ...this.#connection.stats() };
  }

  /** The records of each chunk from now on. */
  async *batches(): AsyncGenerator<FeedEvent[], void, undefined> {
    const queue = new Queue();
    if (this.readyState === 2) queue.end(this.#error);
    else this.#queues.add(queue);
    try {
      for (let batch; (batch = await queue.take()); ) {
        yield batch;
        if (!this.closed) this.lastEventId = batch.at(-1)!.lastEventId; // the loop has asked for more: it is done with these
      }
    } finally {
      this.#queues.delete(queue);
      queue.drop();
    }
  }

  get options(): EngineOptions {
    return { init: this.#init, strict: this.#personality.strict, lastEventId: this.#framedId, url: this.url.href };
  }

  async early(): Promise<Early | undefined> {
    const { preset, resume, format = this.#personality.strict ? 'sse' : 'auto' } = this.#init;
    const accept = accepts[format];
    if (!accept || preset || this.lastEventId || (resume || {}).persist) return undefined;
    const init = await this.request(1);
    if (this.readyState === 2) return undefined;
    if (!init.headers.has('Accept')) init.headers.set('Accept', accept);
    const aborter = (this.#aborter = new AbortController());
    Object.assign(init, { aborter, signal: aborter.signal });
    const response = this.fetch(this.url.href, init);
    // A failure is told when the engine waits for it.
    response.then((late) => this.readyState === 2 && cancel(late?.body), () => {});
    return [init, response];
  }

  request(attempt: number): Promise<RequestInit & { headers: Headers }> {
    return requestInit(this.#init, attempt);
  }

  async fetch(url: string, init: RequestInit): Promise<Response> {
    return (this.#init.fetch ?? fetch)(url, init);
  }

  async missing(from: string): Promise<Response> {
    let body = '';
    for await (const record of (this.#init.backfill as AskMissing)(from)) {
      body += `${typeof record === 'string' ? record : JSON.stringify(record)}\n`;
    }
    return new Response(body);
  }

  notice(event: Event): void {
    this.#target.dispatchEvent(event);
  }

  opened(response: Response): void {
    this.readyState = 1;
    this.#stats.reconnects = this.#connections++;
    this.#origin = new URL(response.url || this.url).origin;
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

  received(batch: Batch, bytes: number): Promise<unknown> | undefined {
    this.#stats.bytes += bytes;
    this.#stats.duplicates += batch.duplicates;
    if (bytes) this.#stats.lastByteAt = batch.receivedAt;
    const arrival: Arrival = { origin: this.#origin, receivedAt: batch.receivedAt, notJSON: this.#notJSON };
    const records: FeedEvent[] | undefined = this.#queues.size > 0 ? [] : undefined;
    // A loop alone, without a listener for any type there is, needs no look at the types.
    const unheard = records && !batch.types.some(this.#personality.hears);
    const { rows, text, from, types, ids } = batch;
    for (let at = 0; at < batch.length; at += ROW) {
      const kind: Kind = rows[at]! & 0xff;
      const start = rows[at + 1]! - from;
      const data = text.slice(start, start + rows[at + 2]!);
      if (kind === Kind.Data) {
        this.#stats.records++;
        const type = types[rows[at]! >> 8]!;
        const id = ids[rows[at + 3]!]!;
        const heard = !unheard && this.#personality.hears(type);
        const event = heard ? this.#personality.event(type, arrival, data, id) : records && lightEvent(type, arrival, data, id);
        if (records) records.push(event as FeedEvent); // EventSource has no iterators
        else this.lastEventId = id;
        if (heard) this.#target.dispatchEvent(event!);
      } else {
        const init = { origin: arrival.origin, lastEventId: this.lastEventId, data };
        if (kind === Kind.KeepAlive) this.#keepAlive(init);
        else this.#malformed({ ...init, ...batch.malformed[at]! });
      }
      if ((this.readyState as number) === 2) return undefined; // by a listener: what is left is not dispatched
    }
    this.#framedId = ids.at(-1)!;
    if (records?.length) return Promise.all([...this.#queues].map((queue) => queue.push(records)));
    this.lastEventId = this.#framedId; // an event stream can move it without an event
    return undefined;
  }

  #keepAlive(init: MessageEventInit<string>): void {
    this.#stats.keepalives++;
    if (this.#hearsExtra('keepalive')) this.#target.dispatchEvent(new MessageEvent('keepalive', init));
  }

  readonly #notJSON = ({ data, origin, lastEventId }: FeedEvent): void => {
    const bytes = new TextEncoder().encode(data);
    if (this.readyState < 2) this.#malformed({ data, origin, lastEventId, bytes, reason: 'not-json' });
  };

  #malformed(init: ConstructorParameters<typeof MalformedEvent>[0]): void {
    this.#stats.malformed++;
    if (this.#hearsExtra('malformed')) this.#target.dispatchEvent(new MalformedEvent(init));
  }

  #hearsExtra(type: 'keepalive' | 'malformed'): boolean {
    return !this.#personality.strict && this.#personality.hears(type);
  }

  #shut(error?: FeedError): void {
    this.readyState = 2;
    this.#aborter?.abort(); // the engine, which may not be there yet, sees to all other requests
    this.#error = error;
    this.#init.signal?.removeEventListener('abort', this.close);
  }
}
