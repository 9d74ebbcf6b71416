import {
  lastID,
  type Batch,
  type HostEnd,
  type HostKind,
  type Message,
  type PageLifecycle,
  type Notice,
  type PageEnd,
  type Position,
} from '../../link/contract.js';
import { Arrears } from './arrears.js';
import { countOf, numberOf, weightOf, withoutFirst } from './records.js';

/** How many bytes may wait for a member, beside the batch that it has and the one that came last. */
const longestQueue = 1 << 20;

/** How many of them are so many that others are held back for its sake. */
const crowdedQueue = longestQueue / 2;

/** What a message without records counts for, in bytes. */
const messageWeight = 256;

/** A batch for all members. */
export interface SharedBatch {
  readonly batch: Batch;
  /** Called whenever a member has taken it. */
  taken(): void;
}

/** What the hub does for a member, and wants to know of it. */
export interface Hosting {
  readonly kind: HostKind;
  connect(): void;
  interrupt(): void;
  send(message: Message): Promise<void>;
  lifecycle(change: PageLifecycle): void;
  /** The member came to be able to answer, or not to be any more, or it left. */
  changed(member: Member): void;
}

/** How a member takes part. */
export interface Terms {
  readonly visible: boolean;
  readonly keeps: boolean;
  /** It is a follower, which finds by itself what is missing. */
  readonly follower: boolean;
  /** How far it came before; if not given, it begins with what it gets. */
  readonly position: Position | undefined;
  /** How far in arrears it may be. */
  readonly patienceMs: number;
}

/** What a message is about, if the last of its kind must not be dropped. */
type Lasting = 'state' | 'restart' | 'shared';

/** Where a run of numbers begins for a member: with the first record that it was given, whether or not that was dropped. */
interface Beginning {
  number: number | undefined;
}

type Entry =
  | (SharedBatch & { readonly weight: number; readonly beginning: Beginning })
  | { tell(page: PageEnd): void; readonly lasting: Lasting | undefined; readonly weight: number };

/**
 * One that hears a shared feed: a page, or a participant that follows. It gets one batch at a time. What comes meanwhile
 * waits in a queue with a bound. The others are held back for one that keeps up with them by half, and for nobody else:
 * what it is too slow for is dropped, oldest first.
 */
export class Member implements HostEnd {
  readonly page: PageEnd;
  readonly keeps: boolean;
  readonly follower: boolean;
  visible: boolean;
  /** How many it stands for. */
  pages = 1;
  paused = false;
  asleep = false;
  gone = false;
  /** It went without a word: its page may come again. */
  vanished = false;
  readonly #hosting: Hosting;
  readonly #queue: Entry[] = [];
  #waiting = 0; // bytes in the queue
  #delivering = false;
  #next: number | undefined; // of the run of what it took last
  #beginning: Beginning;
  #cursor = '';
  #heardAt = 0;
  #begun: boolean; // it was told of an open feed
  readonly #arrears: Arrears;
  #departures: (() => void)[] = [];
  #drains: (() => void)[] = [];
  #reliefs: (() => void)[] = [];

  constructor(page: PageEnd, hosting: Hosting, { visible, keeps, follower, position, patienceMs }: Terms) {
    this.page = page;
    this.#hosting = hosting;
    this.visible = visible;
    this.keeps = keeps;
    this.follower = follower;
    this.#next = position?.next;
    this.#beginning = { number: this.#next };
    this.#cursor = position?.cursor ?? '';
    this.#begun = !!position;
    this.#arrears = new Arrears(patienceMs);
  }

  get kind(): HostKind {
    return this.#hosting.kind;
  }

  /** It takes less than comes. */
  get behind(): boolean {
    return this.#queue.length > 0;
  }

  /** It cannot be counted on: it left, sleeps, or takes nothing. */
  get away(): boolean {
    return this.gone || this.asleep || this.paused;
  }

  /** Resolves when it goes {@link away}. */
  departure(): Promise<void> {
    return this.away ? Promise.resolve() : new Promise((resolve) => this.#departures.push(resolve));
  }

  /** Resolves when it has taken all that waits, or left. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#drains.push(resolve);
      void this.#deliver();
    });
  }

  /** So much waits for it that the others are to be held back. */
  get crowded(): boolean {
    return this.#waiting > crowdedQueue && !this.away && this.#arrears.left(performance.now()) > 0;
  }

  /** Resolves when it is not {@link crowded} any more. */
  async relief(): Promise<void> {
    const began = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#reliefs.push(resolve);
      timer = setTimeout(resolve, this.#arrears.left(began));
    });
    clearTimeout(timer);
    this.#arrears.add(performance.now() - began, performance.now());
  }

  #relieve(): void {
    for (const relieve of this.#reliefs.splice(0)) relieve();
  }

  /* What it asks. */

  connect(): void {
    this.#hosting.connect();
  }

  interrupt(): void {
    this.#hosting.interrupt();
  }

  standFor(pages: number): void {
    this.pages = pages;
    this.#changed();
  }

  /** What passes is many pages', and told to none. */
  record(): void {}

  send(message: Message): Promise<void> {
    return this.#hosting.send(message);
  }

  close(): void {
    if (this.gone) return;
    this.gone = true;
    this.#queue.length = 0;
    this.#drain();
    this.#changed();
  }

  /** It is gone, without having said so. */
  vanish(): void {
    this.vanished = !this.gone;
    this.close();
  }

  pause(): void {
    this.paused = true;
    this.#changed();
  }

  resume(): void {
    this.paused = false;
    this.#changed();
    void this.#deliver();
  }

  lifecycle(change: PageLifecycle): void {
    if (change === 'hide' || change === 'wake') this.visible = change === 'wake';
    if (change === 'sleep' || change === 'wake') this.asleep = change === 'sleep';
    this.#changed();
    if (change === 'online' || change === 'wake') this.#hosting.lifecycle(change);
  }

  #changed(): void {
    if (this.away) {
      for (const depart of this.#departures.splice(0)) depart();
      this.#relieve();
    }
    this.#hosting.changed(this);
  }

  /* What it is told. */

  /**
   * Tells it something behind the batches that wait.
   *
   * @param lasting The last of this kind is never dropped.
   */
  tell(tell: (page: PageEnd) => void, lasting?: Lasting): void {
    this.#push({ tell, lasting, weight: messageWeight });
  }

  give(shared: SharedBatch): void {
    const beginning = this.#beginning;
    beginning.number ??= numberOf(shared.batch);
    this.#push({ ...shared, beginning, weight: weightOf(shared.batch) + messageWeight });
  }

  /** From here on records are numbered anew, and what is missing between the two is not known. */
  restart(notice: Notice): void {
    this.#beginning = { number: undefined };
    this.tell((page) => {
      this.#next = undefined;
      if (this.#begun && !this.follower)
        page.notice({ ...notice, detail: { ...notice.detail, from: this.#cursor, since: this.#heardAt } });
    }, 'restart');
  }

  #push(entry: Entry): void {
    if (this.gone) return;
    this.#queue.push(entry);
    this.#waiting += entry.weight;
    if (this.#waiting - entry.weight > longestQueue) this.#overflow(entry.weight);
    void this.#deliver();
  }

  /** Drops what waits longest. The records that are missing then show by their numbers. */
  #overflow(newest: number): void {
    const lasting = new Map<Lasting, Entry>();
    while (this.#waiting - newest > longestQueue && this.#queue.length > 1) {
      const dropped = this.#queue.shift()!;
      this.#waiting -= dropped.weight;
      if ('lasting' in dropped && dropped.lasting) lasting.set(dropped.lasting, dropped);
    }
    this.#queue.unshift(...lasting.values());
    this.#waiting += lasting.size * messageWeight;
  }

  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let entry; !this.gone && (entry = this.#due()); ) {
      this.#waiting -= entry.weight;
      if (this.#waiting <= crowdedQueue) this.#relieve();
      if ('tell' in entry) {
        entry.tell(this.page);
        if (entry.lasting === 'state') this.#begun = true;
        continue;
      }
      const batch = this.#lacking(entry.batch, entry.beginning);
      if (batch) await this.page.received(batch);
      if (!this.gone) entry.taken();
    }
    this.#delivering = false;
    if (this.#queue.length > 0) return; // of one that has paused
    this.#arrears.clear();
    this.#drain();
  }

  /** What is next in the queue. One that has paused gets no records, but hears what is ahead of them. */
  #due(): Entry | undefined {
    return this.paused && 'batch' in (this.#queue[0] ?? {}) ? undefined : this.#queue.shift();
  }

  #drain(): void {
    for (const drained of this.#drains.splice(0)) drained();
  }

  /** A batch without the records that it has already, if anything is left; tells it of a gap ahead of the batch. */
  #lacking(batch: Batch, beginning: Beginning): Batch | undefined {
    const number = numberOf(batch);
    const next = this.#next ?? beginning.number!;
    const end = number + countOf(batch);
    if (number < next && end <= next) return undefined;
    if (number > next && !this.follower) this.page.notice(overflowed(number - next, this.#cursor, this.#heardAt));
    this.#next = Math.max(end, next);
    this.#cursor = lastID(batch);
    this.#heardAt = batch.receivedAt;
    return withoutFirst(batch, next - number);
  }
}

function overflowed(dropped: number, from: string, since: number): Notice {
  const message = `${dropped} ${dropped === 1 ? 'record was' : 'records were'} dropped for this page alone, which took less than came.`;
  return { type: 'gap', detail: { reason: 'overflow', from, since, message, dropped } };
}
