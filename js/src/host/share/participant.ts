import { PortHostEnd } from '../../link/port-host-end.js';
import { PortPageEnd } from '../../link/port-page-end.js';
import type { Failure, HostEnd, Position } from '../../link/contract.js';
import { lifeOf, pair, type Follower, type Said, type Welcome } from './channel.js';
import type { Hub } from './hub.js';
import { hold, steal } from './locks.js';
import type { Member } from './member.js';
import { newID, whenFree } from '../../link/life.js';
import { leastOf, start } from './position.js';

/** How long a new leader waits for the others to say how far they have come, in milliseconds. */
const rollMs = 150;

/** How long a follower waits for the leader to let it in, before it asks anew who leads, in milliseconds. */
const patienceMs = 2000;

/** How long a leader stays at most for the sake of those who have not taken the end of a feed, in milliseconds. */
const finishMs = 5000;

/** How often a leader shows its followers that it lives, in milliseconds, and how many of these beats may be missing. */
const beatMs = 3000;
const missingBeats = 2;

/** What a group is to its participant. */
export interface Candidacy {
  /** The name of its lock and of its channel. */
  readonly name: string;
  readonly hub: Hub;
  /** Where the feed begins, if nobody has read it before. */
  readonly cursor: string;
  /** The feed may be asked for again, after whoever asked for it is gone. */
  readonly again: boolean;
  /** Its pages had the feed from a worker that is gone, so that others may be on their way. */
  readonly isBack: boolean;
  /** How this participant follows. */
  readonly terms: () => Follower;
  /** Another leads now, because this worker said nothing for long: it was frozen. */
  readonly deposed: () => void;
  readonly connect: (cursor: string) => HostEnd;
}

type Join = Extract<Said, { joins: string }>;

/**
 * This worker among those that share a feed. Whoever has the lock of the group leads: it has the connection, and a link
 * to each of the others, who follow. All wait for the lock, so that it passes on when the leader is gone.
 */
export class Participant {
  readonly #id = newID();
  readonly #group: Candidacy;
  readonly #locks: LockManager;
  readonly #channel: BroadcastChannel;
  readonly #leaving = new AbortController();
  readonly #standing = new AbortController(); // for the lock
  readonly #beat: ReturnType<typeof setInterval>;
  readonly #living: Promise<void>;
  readonly #followers = new Map<string, { readonly member: Member; readonly channel: BroadcastChannel }>();
  #link: BroadcastChannel | undefined; // to the leader
  #leader: string | undefined;
  #silentBeats = 0; // since the leader was heard
  #roll: Map<string, Join> | undefined; // who joined while it is called

  constructor(group: Candidacy, locks: LockManager) {
    this.#group = group;
    this.#locks = locks;
    this.#channel = new BroadcastChannel(group.name);
    this.#channel.onmessage = ({ data }: MessageEvent<Said>) => this.#hear(data);
    this.#living = hold(locks, lifeOf(this.#id), this.#leaving.signal);
    this.#living.catch(() => {}); // whoever waits for it is told
    this.#beat = setInterval(() => this.#tick(), beatMs);
    const { signal } = this.#standing;
    void this.#stand(hold(locks, group.name, signal, group.deposed), signal);
    this.#say({ seeks: this.#id });
  }

  /** Leaves when the followers have been told all that there was, which includes that it is over. */
  async finish(): Promise<void> {
    if (this.#followers.size > 0) {
      await atMost(finishMs, Promise.all([...this.#followers.values()].map(({ member }) => member.drained())));
      await after(rollMs); // the lock must not be there before the message is
    }
    this.leave();
  }

  /** Lets go of the feed; whoever waits for the lock may have it. */
  leave(): void {
    this.#leaving.abort();
    this.#standing.abort();
    clearInterval(this.#beat);
    this.#channel.close();
    this.#link?.close();
    for (const follower of this.#followers.keys()) this.#dismiss(follower);
  }

  get #left(): boolean {
    return this.#leaving.signal.aborted;
  }

  #say(said: Said): void {
    if (!this.#left) this.#channel.postMessage(said);
  }

  async #stand(lock: Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await lock;
    } catch (cause) {
      if (signal.aborted) return;
      const message = `The feed is not shared, because no lock is to be had: ${(cause as Error).message}`;
      this.#group.hub.notice({ type: 'warning', detail: { reason: 'share', message } });
    }
    await this.#lead();
  }

  /**
   * A worker that is frozen with its page keeps its lock. So a leader of which nothing is heard loses it to one of its
   * followers. Beats are counted, not time: a machine that slept has missed none.
   */
  #tick(): void {
    if (this.#leader === this.#id) {
      if (this.#followers.size > 0) this.#say({ leads: this.#id });
    } else if (this.#leader && ++this.#silentBeats > missingBeats) {
      this.#silentBeats = 0;
      this.#standing.abort();
      const { signal } = this.#leaving;
      void this.#stand(steal(this.#locks, this.#group.name, signal, this.#group.deposed), signal);
    }
  }

  #hear(said: Said): void {
    if ('seeks' in said) {
      if (this.#leader === this.#id) this.#say({ leads: this.#id });
    } else if ('leads' in said) {
      this.#silentBeats = 0;
      if (this.#leader !== this.#id && this.#leader !== said.leads) void this.#follow(said.leads);
    } else if (said.leader === this.#id) {
      if (this.#roll) this.#roll.set(said.joins, said);
      else this.#admit(said);
    }
  }

  /* Leading. */

  async #lead(): Promise<void> {
    const { hub, cursor, again } = this.#group;
    this.#leader = this.#id;
    hub.detach(again ? gone : undefined);
    this.#roll = new Map();
    this.#say({ leads: this.#id });
    if (hub.position || this.#group.isBack) await after(rollMs);
    if (this.#left) return;
    const joins = [...this.#roll.values()];
    this.#roll = undefined;
    const position = hub.position ?? joins.find((join) => join.position)?.position;
    if (position && !again) return hub.failed(unrepeatable);
    const from = position ? resumption(position, joins) : start(cursor);
    hub.lead(from, () => this.#group.connect(from.cursor));
    for (const join of joins) this.#admit(join);
  }

  #admit({ joins, ...terms }: Join): void {
    this.#dismiss(joins); // it has asked twice
    const { hub } = this.#group;
    const channel = pair(this.#group.name, this.#id, joins);
    channel.postMessage({ welcome: hub.position! } satisfies Welcome);
    new PortPageEnd(
      channel,
      (page) => {
        const member = hub.join(page, { ...terms, follower: true });
        this.#followers.set(joins, { member, channel });
        return member;
      },
      0,
    );
    void whenFree(lifeOf(joins), this.#locks).then(() => this.#dismiss(joins));
  }

  #dismiss(follower: string): void {
    const { member, channel } = this.#followers.get(follower) ?? {};
    this.#followers.delete(follower);
    member?.vanish();
    channel?.close();
  }

  /* Following. */

  async #follow(leader: string): Promise<void> {
    const { hub, name, terms, again } = this.#group;
    this.#leader = leader;
    hub.detach(again ? gone : undefined); // else the new leader says that it is over
    this.#link?.close();
    const link = (this.#link = pair(name, leader, this.#id));
    let welcomed = false;
    link.onmessage = ({ data }: MessageEvent<Welcome>) => {
      welcomed = true;
      hub.follow(data.welcome, new PortHostEnd(hub.kind, link, hub));
    };
    await this.#living; // else the leader would find it gone
    this.#say({ joins: this.#id, leader, ...terms() });
    setTimeout(() => {
      if (welcomed || this.#leader !== leader) return;
      this.#leader = undefined;
      this.#say({ seeks: this.#id });
    }, patienceMs);
  }
}

/** Where the connection of a new leader begins: in a run of its own, if there is no cursor to go on from. */
function resumption(own: Position, joins: readonly Join[]): Position {
  const least = leastOf(
    own,
    joins.map(({ position }) => position),
  );
  return least.cursor ? least : start('');
}

/** What members are told when a leader is gone. */
export const gone: Failure = {
  type: 'network',
  message: 'The tab that had the connection is gone; another connects.',
  attempt: 1,
  final: false,
  retryInMs: rollMs,
};

const unrepeatable: Failure = {
  type: 'network',
  message: 'What had the connection is gone, and this feed does not connect again.',
  attempt: 1,
  final: true,
};

async function atMost(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([promise, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
