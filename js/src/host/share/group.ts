import { isRepeatable } from '../../link/opening.js';
import { PortPageEnd } from '../../link/port-page-end.js';
import type { Failure, HostEnd, HostKind, Opening, PageEnd, ShareData } from '../../link/contract.js';
import type { Follower } from './channel.js';
import { Hub, type HubListener } from './hub.js';
import type { Member } from './member.js';
import { gone, Participant, type Candidacy } from './participant.js';
import { start } from './position.js';

/** How long the connection is kept when the last page vanished, in milliseconds: one that loads anew comes back to it. */
const graceMs = 5000;

/** Opens the connection of a group. */
export type Connect = (opening: Opening, page: PageEnd) => HostEnd;

/** The pages of this worker that share one feed. */
export class Group implements HubListener, Candidacy {
  readonly hub: Hub;
  readonly name: string;
  readonly cursor: string;
  readonly again: boolean;
  isBack = false;
  readonly #kind: HostKind;
  readonly #opening: Opening;
  readonly #connect: Connect;
  readonly #locks: LockManager | undefined;
  readonly #over: () => void;
  readonly #here = new Set<Member>(); // the members that are pages of this worker
  #replay = 0;
  #participant: Participant | undefined;
  #ended = false;
  #grace: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param opening Of the first page; those of the others differ in nothing that matters.
   * @param locks None where a page is not secure: this worker then leads without asking.
   * @param over Takes note that the group is no more.
   */
  constructor(
    name: string,
    kind: HostKind,
    opening: Opening,
    connect: Connect,
    locks: LockManager | undefined,
    over: () => void,
  ) {
    this.name = name;
    this.cursor = opening.options.lastEventId;
    this.again = isRepeatable(opening.options);
    this.#kind = kind;
    this.#opening = opening;
    this.#connect = connect;
    this.#locks = locks;
    this.#over = over;
    this.hub = new Hub(kind, this);
  }

  /** Takes in a page; the first one sets the group going. */
  join(port: MessagePort, { visible, keeps, replay, isBack, position }: ShareData): Member {
    let member!: Member;
    this.isBack ||= !!isBack;
    this.#replay = Math.max(this.#replay, replay);
    new PortPageEnd(
      port,
      (page) => {
        member = this.hub.join(page, { visible, keeps, replay, follower: false, position });
        this.#here.add(member);
        return member;
      },
      0,
    );
    this.#adjust();
    return member;
  }

  readonly terms = (): Follower => {
    const here = [...this.#here];
    return {
      visible: here.some(({ visible }) => visible),
      keeps: here.some(({ keeps }) => keeps),
      replay: this.#replay,
      position: this.hub.position,
    };
  };

  readonly connect = (cursor: string): HostEnd => {
    const { options } = this.#opening;
    // One page's recording is none of the others', who may have another connection before them: what passes is not told.
    const opening = { ...this.#opening, records: false, options: { ...options, lastEventId: cursor } };
    return this.#connect(opening, this.hub);
  };

  readonly deposed = (): void => {
    this.#stepDown(gone);
    this.#adjust();
  };

  changed(member: Member): void {
    if (member.gone) this.#here.delete(member);
    if (this.hub.size === 0 && !member.vanished && !this.#ended) this.ended();
    else this.#adjust();
  }

  #adjust(): void {
    if (this.#ended) return;
    clearTimeout(this.#grace);
    if (this.hub.size === 0) this.#grace = setTimeout(() => this.ended(), graceMs);
    else if (this.#frozen) this.#stepDown(putAway);
    else this.#start();
  }

  ended(): void {
    this.#ended = true;
    this.hub.detach();
    void this.#participant?.finish();
    this.#over();
  }

  /** This worker is about to be frozen with its page. One that pages share never is. */
  get #frozen(): boolean {
    return this.#kind === 'elected' && this.#here.size > 0 && [...this.#here].every(({ asleep }) => asleep);
  }

  #start(): void {
    if (this.#locks) this.#participant ??= new Participant(this, this.#locks);
    else if (!this.hub.linked) this.hub.lead(start(this.cursor), () => this.connect(this.cursor));
  }

  #stepDown(why: Failure): void {
    const participant = this.#participant;
    this.#participant = undefined;
    if (!participant) return;
    this.hub.detach(why);
    participant.leave();
  }
}

const putAway: Failure = {
  type: 'network',
  message: 'The page was put away; it connects again when it is back.',
  attempt: 1,
  final: false,
  retryInMs: 0,
};
