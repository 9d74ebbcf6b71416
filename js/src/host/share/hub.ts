import {
  lasting,
  type Address,
  type Batch,
  type Failure,
  type HostEnd,
  type HostKind,
  type Message,
  type PageLifecycle,
  type Notice,
  type PageEnd,
  type Pairs,
  type Position,
  type RequestState,
  type ResponseData,
} from '../../link/contract.js';
import { Latest } from './latest.js';
import { Member, type Hosting, type SharedBatch } from './member.js';
import { behind } from './position.js';
import { askInTurn } from './questions.js';
import { numberOf, withoutFirst } from './records.js';

/** How one joins. */
export interface Joining {
  readonly visible: boolean;
  readonly keeps: boolean;
  readonly follower: boolean;
  /** How many of the latest records it wants first. */
  readonly replay: number;
  /** How far it came before, if it heard the feed before. */
  readonly position: Position | undefined;
}

/** What a hub tells whoever made it. */
export interface HubListener {
  /** A member came, left, went to sleep or woke. */
  changed(member: Member): void;
  /** The feed is over, and everybody has been told. */
  ended(): void;
}

/**
 * Joins the members of a shared feed to the one link that it comes by: a connection, or a link to the participant that
 * leads. The link is held back until one member has taken what came, and then for the others as long as they keep up.
 */
export class Hub implements PageEnd, Hosting {
  readonly kind: HostKind;
  /** How far the feed has come here; undefined before it has begun. */
  position: Position | undefined;
  readonly #listener: HubListener;
  readonly #patienceMs: number;
  readonly #members = new Set<Member>();
  readonly #latest = new Latest();
  readonly #untaken = new Set<SharedBatch>();
  #upstream: HostEnd | undefined;
  #response: ResponseData | undefined; // while the feed is open
  #leads = false;
  #counted = 0;
  #paused = false;
  #visible = true;
  #asleep = false;
  #at: Position | undefined; // how far the link has come, which may bring again what was here before
  #kept = 0; // the number up to which the kept cursor has come
  #arrivals: (() => void)[] = [];
  #unsent: ((link: HostEnd) => void)[] = []; // who has something to send, while there is no link

  /** @param patienceMs How far in arrears a member may be that the link is held for. */
  constructor(kind: HostKind, listener: HubListener, patienceMs = 1000) {
    this.kind = kind;
    this.#listener = listener;
    this.#patienceMs = patienceMs;
  }

  get size(): number {
    return this.#members.size;
  }

  /** Reports whether the feed comes from somewhere. */
  get linked(): boolean {
    return !!this.#upstream;
  }

  /* Where the feed comes from. */

  /** @param open Opens a connection whose records are numbered from where it resumes. */
  lead(from: Position, open: () => HostEnd): void {
    this.#begin(from);
    this.#at = { ...from, next: from.resumesAt };
    this.#leads = true;
    this.#attach(open());
  }

  /** @param position Where the leader begins with this hub. */
  follow(position: Position, link: HostEnd): void {
    this.#begin(position);
    this.#at = position;
    this.#attach(link);
  }

  /** Lets go of the link, if there is one, and tells the members why; followers have their own word for it. */
  detach(failure?: Failure): void {
    if (!this.#upstream) return;
    this.#leads = false;
    this.#upstream.close();
    this.#upstream = undefined;
    this.#response = undefined;
    if (!failure) return;
    for (const member of this.#members) if (!member.follower) member.tell((page) => page.failed(failure), 'state');
  }

  #begin(position: Position): void {
    if (this.position?.run === position.run) return;
    this.position = position;
    this.#kept = 0;
    this.#latest.clear();
    this.#untaken.clear();
    for (const member of this.#members) member.restart(unknownGap);
  }

  #attach(upstream: HostEnd): void {
    this.#upstream = upstream;
    for (const send of this.#unsent.splice(0)) send(upstream);
    this.#paused = false;
    this.#visible = true;
    this.#asleep = false;
    this.#adjust();
    this.#counted = 0;
    this.#count();
  }

  /** The link is paused when all members are, hidden when nobody sees one, and sleeps when all do. */
  #adjust(): void {
    const members = [...this.#members];
    const paused = members.length > 0 && members.every((member) => member.paused);
    const visible = members.length === 0 || members.some((member) => member.visible && !member.asleep);
    const asleep = members.length > 0 && members.every((member) => member.asleep);
    if (paused && !this.#paused) this.#upstream?.pause();
    if (!paused && this.#paused) this.#upstream?.resume();
    if (!visible && this.#visible) this.#upstream?.lifecycle('hide');
    if (asleep && !this.#asleep) this.#upstream?.lifecycle('sleep');
    if ((visible && !this.#visible) || (!asleep && this.#asleep)) this.#upstream?.lifecycle('wake');
    this.#paused = paused;
    this.#visible = visible;
    this.#asleep = asleep;
  }

  /* Members. */

  join(page: PageEnd, { visible, keeps, follower, replay, position }: Joining): Member {
    if (position && !this.#upstream) this.#returned(position);
    const known = position?.run === this.position?.run ? position : undefined;
    const member = new Member(page, this, { visible, keeps, follower, position, patienceMs: this.#patienceMs });
    this.#members.add(member);
    if (position && !known) member.restart(unknownGap);
    if (this.#response) {
      const response = this.#response;
      member.tell((to) => to.opened(response), 'state');
    }
    const earlier = known ? this.#latest.from(known.next) : this.#latest.last(replay);
    // What nobody else takes, because they are away or have no reader, must not hold up this one.
    const untaken = [...this.#untaken];
    const newest = earlier.at(-1);
    const taken = () => untaken.forEach((shared) => shared.taken());
    for (const batch of earlier) member.give({ batch, taken: batch === newest ? taken : () => {} });
    if (!newest) for (const shared of untaken) member.give(shared);
    this.changed(member);
    return member;
  }

  /** Who leads tells all how many pages there are; who follows tells the leader how many it stands for. */
  #count(): void {
    const count = [...this.#members].reduce((sum, { pages }) => sum + pages, 0);
    if (count === this.#counted) return;
    this.#counted = count;
    if (this.#leads) this.shared(count);
    else this.#upstream?.standFor?.(count);
  }

  /** A page is back from a host that is gone: the link is to begin where the one begins that came least far. */
  #returned(position: Position): void {
    const least = this.position;
    if (!least || (position.run === least.run && position.next < least.next)) this.position = position;
  }

  connect(): void {
    this.#upstream?.connect();
  }

  interrupt(): void {
    this.#upstream?.interrupt();
  }

  lifecycle(change: PageLifecycle): void {
    this.#upstream?.lifecycle(change);
  }

  send(message: Message): Promise<void> {
    if (this.#upstream) return this.#upstream.send(message);
    return new Promise((resolve, reject) => this.#unsent.push((link) => void link.send(message).then(resolve, reject)));
  }

  changed(member: Member): void {
    if (member.gone) this.#members.delete(member);
    else if (!member.asleep) for (const arrived of this.#arrivals.splice(0)) arrived();
    this.#adjust();
    this.#count();
    this.#listener.changed(member);
  }

  /* What the link tells. */

  opened(response: ResponseData): void {
    this.#response = response;
    this.#tell((page) => page.opened(response), 'state');
  }

  /** Resolves when a member has taken it, and no other that keeps up has far too much to take. */
  async received(batch: Batch): Promise<void> {
    const position = (this.#at = batch.position ?? behind(this.#at!, batch));
    const placed = { ...lasting(batch), position };
    const { next } = this.position!;
    if (position.next >= next) {
      this.position = position;
      this.#latest.add(withoutFirst(placed, next - numberOf(placed)));
    }
    await this.#taken(placed, this.position!.cursor);
    const crowded = [...this.#members].filter((member) => member.crowded);
    if (crowded.length > 0) await Promise.all(crowded.map((member) => member.relief()));
  }

  /** Gives a batch to all; resolves when one has taken it. */
  #taken(batch: Batch, cursor: string): Promise<void> {
    return new Promise((resolve) => {
      const shared: SharedBatch = {
        batch,
        taken: () => {
          if (!this.#untaken.delete(shared)) return;
          resolve();
          this.#keep(cursor, batch.position!.next);
        },
      };
      this.#untaken.add(shared);
      for (const member of this.#members) member.give(shared);
    });
  }

  failed(failure: Failure): void {
    this.#response = undefined;
    this.#tell((page) => page.failed(failure), 'state');
    if (failure.final) this.#listener.ended();
  }

  notice(notice: Notice): void {
    this.#tell((page) => page.notice(notice));
  }

  quiet(at: number): void {
    this.#tell((page) => page.quiet(at));
  }

  shared(count: number): void {
    this.#tell((page) => page.shared(count), 'shared');
  }

  keep(cursor: string): void {
    this.#keeper?.page.keep(cursor);
  }

  remember(from: string): void {
    this.#keeper?.page.remember(from);
  }

  #tell(tell: (page: PageEnd) => void, lasting?: 'state' | 'shared'): void {
    for (const member of this.#members) member.tell(tell, lasting);
  }

  #keep(cursor: string, end: number): void {
    if (end < this.#kept) return; // taken by one that is slower than others
    this.#kept = end;
    this.keep(cursor);
  }

  /** One page writes for all: were there two, the slower would write what is out of date. */
  get #keeper(): Member | undefined {
    const keepers = [...this.#members].filter(({ keeps, asleep }) => keeps && !asleep);
    return keepers.find(({ visible }) => visible) ?? keepers[0];
  }

  /* What the link asks. */

  headers(state: RequestState): Promise<Pairs> {
    return this.#ask((page) => page.headers(state));
  }

  address(state: RequestState): Promise<Address> {
    return this.#ask((page) => page.address(state));
  }

  delay(failure: Failure): Promise<number | false | null> {
    return this.#ask((page) => page.delay(failure));
  }

  missing(from: string): Promise<string> {
    return this.#ask((page) => page.missing(from));
  }

  say(to: number, state: RequestState): Promise<readonly Message[]> {
    return this.#ask((page) => page.say(to, state));
  }

  #ask<A>(ask: (page: PageEnd) => Promise<A>): Promise<A> {
    const arrival = () => new Promise<void>((resolve) => this.#arrivals.push(resolve));
    return askInTurn(() => this.#members, arrival, ask);
  }
}

const unknownGap: Notice = {
  type: 'gap',
  detail: {
    reason: 'no-resume',
    from: '',
    since: 0,
    message: 'What had the connection is gone, and another cannot go on where it stopped; records may be missing.',
  },
};
