import { auxOf, Kind, kindOf, lengthOf, offsetOf, ROW, typeSlot, type Batch } from '../link/contract.js';
import type { Cursor } from './cursor.js';
import { lightEvent, MalformedEvent, type Arrival, type FeedEvent } from './events.js';
import { Queue } from './queue.js';
import type { Stats } from './stats.js';

/** What differs between FeedSource and EventSource. */
export interface Personality {
  /** Keeps to the standard, which knows no other events than the server's. */
  readonly strict: boolean;
  /** Reports whether anybody could hear an event of this type. */
  hears(type: string): boolean;
  /** The event of a record that somebody could hear. */
  event(type: string, arrival: Arrival, data: string, id: string): MessageEvent<string>;
  /** The event that tells of a connection failure. */
  failure(error: Error): Event;
}

/** What becomes of the records of a feed: events for listeners, and batches for loops. */
export class Delivery {
  /** The origin that records come from. */
  origin = '';
  readonly #target: EventTarget;
  readonly #personality: Personality;
  readonly #stats: Stats;
  readonly #cursor: Cursor;
  readonly #over: () => boolean;
  readonly #queues = new Set<Queue>();
  #orphan: Queue | undefined; // of a loop that was left just now

  /** @param over Reports whether the feed is closed, after which nothing is dispatched. */
  constructor(target: EventTarget, personality: Personality, stats: Stats, cursor: Cursor, over: () => boolean) {
    this.#target = target;
    this.#personality = personality;
    this.#stats = stats;
    this.#cursor = cursor;
    this.#over = over;
  }

  /** A loop's queue, from now on until it is {@link left}. A loop that begins as another is left goes on where that stopped. */
  join(): Queue {
    const queue = this.#orphan ?? new Queue();
    this.#orphan = undefined;
    this.#queues.add(queue);
    return queue;
  }

  /** @param rest What a loop leaves of the batch that it took last. */
  left(queue: Queue, rest: FeedEvent[] = []): void {
    queue.putBack(rest);
    this.#orphan = queue;
    // A task later no loop has begun, and reading goes on.
    setTimeout(() => {
      if (this.#orphan !== queue) return;
      this.#orphan = undefined;
      this.#queues.delete(queue);
      queue.drop();
    });
  }

  /** Ends all loops behind what they have not taken yet; with an error, by throwing it. */
  end(error: Error | undefined): void {
    for (const queue of this.#queues) queue.end(error);
  }

  /** Ends all loops now. */
  drop(): void {
    for (const queue of this.#queues) queue.drop();
  }

  /** Takes a batch; a promise resolves when all loops have taken it. */
  received(batch: Batch): Promise<unknown> | undefined {
    this.#stats.received(batch);
    const arrival: Arrival = { origin: this.origin, receivedAt: batch.receivedAt, notJSON: this.#notJSON };
    // Of the size that it has at the end: text took 0.85 to 0.95 of the time that it took with an array that grows.
    const records = this.#queues.size > 0 ? new Array<FeedEvent>(batch.length / ROW) : undefined;
    let count = 0;
    // A loop alone, without a listener for any type there is, needs no look at the types.
    const unheard = records && !batch.types.some(this.#personality.hears);
    const ids = batch.ids === '' ? noIds : batch.ids.slice(0, -1).split('\n');
    const { rows, length, text, from, types } = batch;
    const stats = this.#stats;
    for (let at = 0; at < length; at += ROW) {
      const start = offsetOf(rows, at) - from;
      const data = text.slice(start, start + lengthOf(rows, at));
      const kind = kindOf(rows, at);
      if (kind === Kind.Data) {
        stats.records++;
        const type = types[typeSlot(rows, at)]!;
        const id = ids[auxOf(rows, at)]!;
        const heard = !unheard && this.#personality.hears(type);
        const event = heard
          ? this.#personality.event(type, arrival, data, id)
          : records && lightEvent(type, arrival, data, id);
        if (records)
          records[count++] = event as FeedEvent; // EventSource has no loops
        else this.#cursor.id = id;
        if (!heard) continue;
        this.#target.dispatchEvent(event!);
      } else {
        const init = { origin: this.origin, lastEventId: this.#cursor.id, data };
        if (kind === Kind.KeepAlive) this.#keepAlive(init);
        else this.#malformed({ ...init, ...batch.malformed[at]! });
      }
      if (this.#over()) return undefined; // by a listener: what is left is not dispatched
    }
    if (records && count > 0) {
      records.length = count;
      return Promise.all([...this.#queues].map((queue) => queue.push(records)));
    }
    this.#cursor.id = ids.at(-1)!; // an event stream can move it without an event
    this.#cursor.moved();
    return undefined;
  }

  #keepAlive(init: MessageEventInit<string>): void {
    this.#stats.keepalives++;
    if (this.#hearsExtra('keepalive')) this.#target.dispatchEvent(new MessageEvent('keepalive', init));
  }

  readonly #notJSON = ({ data, origin, lastEventId }: FeedEvent): void => {
    const bytes = new TextEncoder().encode(data);
    if (!this.#over()) this.#malformed({ data, origin, lastEventId, bytes, reason: 'not-json' });
  };

  #malformed(init: ConstructorParameters<typeof MalformedEvent>[0]): void {
    this.#stats.malformed++;
    if (this.#hearsExtra('malformed')) this.#target.dispatchEvent(new MalformedEvent(init));
  }

  #hearsExtra(type: 'keepalive' | 'malformed'): boolean {
    return !this.#personality.strict && this.#personality.hears(type);
  }
}

const noIds: readonly string[] = [''];
