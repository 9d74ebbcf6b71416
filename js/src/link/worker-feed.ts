import type { Failure, HostEnd, HostKind, Message, Opening, PageEnd, PageLifecycle } from './contract.js';
import { isRepeatable, isResumable, withReferrer } from './opening.js';
import { PortHostEnd } from './port-host-end.js';

/** How often in a row, without a record in between, a feed goes on in another worker. */
const maxLosses = 3;

/**
 * The host's end of a feed that a worker hosts, or will when it has started: what is asked of it meanwhile is asked later.
 * If the worker dies the feed goes on in another, behind what has come.
 */
export class WorkerFeed implements HostEnd {
  readonly #kind: HostKind;
  readonly #opening: Opening;
  readonly #page: PageEnd;
  #end: HostEnd | undefined;
  #link: PortHostEnd | undefined; // the same, if it is in a worker
  #asked: ((end: HostEnd) => void)[] = [];
  #closed = false;
  #losses = 0;

  /** @param kind Of the host that is being started. */
  constructor(kind: HostKind, opening: Opening, page: PageEnd) {
    this.#kind = kind;
    this.#opening = opening;
    this.#page = page;
  }

  get kind(): HostKind {
    return this.#end?.kind ?? this.#kind;
  }

  get open(): boolean {
    return !this.#closed && !this.#link?.closed;
  }

  /** It has been in a worker. */
  get placed(): boolean {
    return !!this.#link;
  }

  /** What a worker opens it by: as the page does, or behind what has come by another. */
  get opening(): Opening {
    const { options, share } = this.#opening;
    if (!this.#link) return share ? this.#opening : withReferrer(this.#opening);
    const { cursor = options.lastEventId, from = options.from, position } = this.#link;
    const opening = { ...this.#opening, options: { ...options, lastEventId: cursor, from } };
    return share ? { ...opening, share: { ...share, replay: 0, isBack: true, position } } : withReferrer(opening);
  }

  /** It runs in a worker at the other end of a port. */
  placeIn(port: MessagePort): void {
    if (this.#link) return this.#link.moveTo(port);
    this.#link = new PortHostEnd(this.#kind, port, this.#page);
    this.become(this.#link);
  }

  become(end: HostEnd): void {
    this.#end = end;
    for (const ask of this.#asked) ask(end);
    this.#asked = [];
  }

  /** Its worker is gone; reports whether it goes on in another. */
  lose(): boolean {
    const link = this.#link!;
    if (link.heard) this.#losses = 0;
    const { share, options } = this.#opening;
    // A shared feed may have its connection elsewhere; who has heard of it does not send its request again unasked.
    const alone = isRepeatable(options) || isResumable(this.opening.options);
    const again = alone || (share && link.position);
    const final = !again || ++this.#losses > maxLosses;
    const next = final ? 'is closed' : alone ? 'goes on in another' : 'goes on if another tab has the connection';
    this.fail(`The worker that read the feed is gone; it ${next}.`, final);
    return !final;
  }

  /** Tells the page, behind what waits for it, that it has no worker. */
  fail(message: string, final: boolean): void {
    const failure: Failure = { type: 'engine', message, attempt: 1, final };
    this.#link!.cut(final ? failure : { ...failure, retryInMs: 0 });
  }

  connect(): void {
    this.#ask((end) => end.connect());
  }

  close(): void {
    this.#closed = true;
    this.#ask((end) => end.close());
  }

  pause(): void {
    this.#ask((end) => end.pause());
  }

  resume(): void {
    this.#ask((end) => end.resume());
  }

  interrupt(): void {
    this.#ask((end) => end.interrupt());
  }

  record(): void {
    this.#opening.records = true;
    this.#ask((end) => end.record());
  }

  lifecycle(change: PageLifecycle): void {
    this.#ask((end) => end.lifecycle(change));
  }

  send(message: Message): Promise<void> {
    return new Promise((resolve, reject) => this.#ask((end) => void end.send(message).then(resolve, reject)));
  }

  #ask(ask: (end: HostEnd) => void): void {
    if (this.#end) ask(this.#end);
    else this.#asked.push(ask);
  }
}
