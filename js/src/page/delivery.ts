import { lasting, type Batch } from '../link/contract.js';
import type { Dispatcher, Part } from './dispatcher.js';
import type { FeedEvent } from './events.js';
import { Queue, type Thrown } from './queue.js';

/** What waits for a reader: records, or what is to be told behind them. */
type Waiting = (Part & { taken(): void }) | (() => void);

/**
 * What becomes of the records of a feed: events for listeners, and batches for loops. While there is neither, they wait
 * for the first reader that comes, and so does all that is behind them: the body is not read on meanwhile.
 */
export class Delivery {
  readonly dispatcher: Dispatcher;
  readonly #queues: Set<Queue>;
  #left: Queue | undefined; // by a loop, for the next reader
  #waiting: Waiting[] = [];

  constructor(dispatcher: Dispatcher) {
    this.dispatcher = dispatcher;
    this.#queues = dispatcher.queues;
  }

  /** There is somebody who takes records: a listener or a loop. */
  get isRead(): boolean {
    return this.dispatcher.isRead;
  }

  /** A loop's queue, from now on until it is {@link leave left}. A loop goes on where the one before it was left. */
  join(): Queue {
    const queue = this.#left ?? new Queue();
    this.#left = undefined;
    this.#queues.add(queue);
    return queue;
  }

  /** @param rest What a loop leaves of the batch that it took last. */
  leave(queue: Queue, rest: FeedEvent[] = []): void {
    if (this.#left) this.#drop(this.#left);
    queue.putBack(rest);
    this.#left = queue;
    this.#queues.delete(queue);
    if (!this.isRead) return;
    // Others have what it leaves, and wait for nobody. A task later no loop has begun.
    this.#queues.add(queue);
    setTimeout(() => this.#left === queue && this.#drop(queue));
  }

  #drop(queue: Queue): void {
    this.#left = undefined;
    this.#queues.delete(queue);
    queue.drop();
  }

  /** Does something behind the records that wait for a reader. */
  inTurn(what: () => void): void {
    if (this.#isHeldUp) this.#waiting.push(what);
    else what();
  }

  get #isHeldUp(): boolean {
    return this.#waiting.length > 0 || (!!this.#left && !this.#queues.has(this.#left));
  }

  /** A reader has come. What waits is for all who come in the same turn. */
  wake(): void {
    if (this.#isHeldUp) queueMicrotask(() => this.#handOn());
  }

  #handOn(): void {
    if (this.#left && !this.#queues.has(this.#left)) this.#dispatchLeft(this.#left);
    while (this.isRead && !this.#left && this.#waiting.length > 0) {
      const next = this.#waiting[0]!;
      if (typeof next === 'function') {
        this.#waiting.shift();
        next();
        continue;
      }
      const taken = this.dispatcher.deliver(next);
      if (next.at < next.batch.length) return;
      this.#waiting.shift();
      void Promise.resolve(taken).then(next.taken);
    }
  }

  /** What a loop has left goes to listeners. */
  #dispatchLeft(queue: Queue): void {
    const rest = this.dispatcher.redispatch(queue.empty());
    queue.putBack(rest);
    if (rest.length === 0) this.#drop(queue);
  }

  /** Ends all loops behind what they have not taken yet; with a failure, by throwing what it was. */
  end(failure: Thrown | undefined): void {
    for (const queue of this.#queues) queue.end(failure);
  }

  /** Ends all loops now. */
  drop(failure: Thrown | undefined): void {
    for (const queue of this.#queues) queue.drop(failure);
    this.#left?.drop();
    this.#left = undefined;
    for (const part of this.#waiting.splice(0)) if (typeof part === 'object') part.taken();
  }

  /** Takes a batch; a promise resolves when all readers have taken it, and one has if there was none. */
  received(batch: Batch): Promise<unknown> | undefined {
    this.dispatcher.stats.received(batch);
    const part = { batch, at: 0 };
    const taken = this.#isHeldUp ? undefined : this.dispatcher.deliver(part);
    return part.at < batch.length ? this.#hold(part) : taken;
  }

  #hold({ batch, at }: Part): Promise<void> {
    return new Promise((taken) => this.#waiting.push({ batch: lasting(batch), at, taken }));
  }
}
