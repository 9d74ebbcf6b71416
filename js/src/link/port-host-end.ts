import {
  lastID,
  type Failure,
  type HostEnd,
  type HostKind,
  type Message,
  type PageEnd,
  type PageLifecycle,
  type Position,
  type ToHost,
  type ToPage,
} from './contract.js';
import { cloneable, weight, type LinkPort } from './port.js';

/** What comes to the page in its turn. */
type Told = Exclude<ToPage, { sent: number } | { tell: 'saw' }>;

/** The host's end, as the page sees it through a port. */
export class PortHostEnd implements HostEnd {
  readonly kind: HostKind;
  /** The last event ID of the records that have come; undefined if none have. */
  cursor: string | undefined;
  /** What was remembered of the first answer (`resume.from`), if anything has been. */
  from: string | undefined;
  /** How far they have come, if the feed is shared. */
  position: Position | undefined;
  /** Some have come by the present port. */
  heard = false;
  /** Nothing passes any more. */
  closed = false;
  #port!: LinkPort;
  readonly #page: PageEnd;
  readonly #waiting: { readonly message: Told; readonly port: LinkPort }[] = [];
  #delivering = false;
  #paused = false;
  #away: 'hide' | 'sleep' | undefined;
  readonly #sending = new Map<number, { resolve(): void; reject(cause: Error): void }>();
  #sent = 0;

  constructor(kind: HostKind, port: LinkPort, page: PageEnd) {
    this.kind = kind;
    this.#page = page;
    this.#listen(port);
  }

  /** Tells the page, behind what waits for it, that the host is gone. */
  cut(what: Failure): void {
    this.#port.onmessage = null;
    this.#lost();
    this.#hear({ tell: 'failed', what }, this.#port);
  }

  /** Goes on by the port of another host. */
  moveTo(port: LinkPort): void {
    this.#listen(port);
    if (this.#paused) this.#send({ call: 'pause' });
    if (this.#away) this.#send({ call: 'lifecycle', change: this.#away });
  }

  #listen(port: LinkPort): void {
    this.#port = port;
    this.heard = false;
    port.onmessage = ({ data }: MessageEvent<ToPage>) => this.#hear(data, port);
  }

  connect(): void {
    this.#send({ call: 'connect' });
  }

  close(): void {
    this.#send({ call: 'close' });
    this.#end();
  }

  pause(): void {
    this.#paused = true;
    this.#send({ call: 'pause' });
  }

  resume(): void {
    this.#paused = false;
    this.#send({ call: 'resume' });
    void this.#deliver();
  }

  interrupt(): void {
    this.#send({ call: 'interrupt' });
  }

  record(): void {
    this.#send({ call: 'record' });
  }

  standFor(standsFor: number): void {
    this.#send({ standsFor });
  }

  lifecycle(change: PageLifecycle): void {
    if (change !== 'online') this.#away = change === 'wake' ? undefined : change;
    this.#send({ call: 'lifecycle', change });
  }

  send(message: Message): Promise<void> {
    if (this.closed) return Promise.reject(new Error('the feed is closed'));
    const id = ++this.#sent;
    this.#send({ send: message, id });
    return new Promise((resolve, reject) => this.#sending.set(id, { resolve, reject }));
  }

  /** What is on its way cannot be told from what has arrived. */
  #lost(): void {
    for (const { reject } of this.#sending.values())
      reject(new Error('the feed is closed, or the tab or worker that had its connection is gone'));
    this.#sending.clear();
  }

  #send(message: ToHost, port = this.#port): void {
    if (!this.closed) port.postMessage(cloneable(message), []);
  }

  #end(): void {
    this.closed = true;
    this.#lost();
    this.#waiting.length = 0;
    this.#port.close();
  }

  #hear(message: ToPage, port: LinkPort): void {
    if (this.closed) return;
    if ('sent' in message) return this.#settle(message);
    // A question about a failure comes behind the records ahead of it; others do not wait for a loop or a pause.
    if ('ask' in message && message.ask !== 'delay') return void this.#answer(message, port);
    if ('tell' in message && message.tell === 'saw') return this.#page.saw?.(message.what);
    if ('tell' in message && message.tell === 'keep') return this.#page.keep(message.what); // of what another page has taken
    if ('tell' in message && message.tell === 'remember') this.from = message.what;
    if ('tell' in message && message.tell === 'received') {
      this.heard = true;
      this.cursor = lastID(message.what);
      this.position = message.what.position;
    }
    this.#waiting.push({ message, port });
    void this.#deliver();
  }

  #settle({ sent, cause }: Extract<ToPage, { sent: number }>): void {
    const sending = this.#sending.get(sent);
    this.#sending.delete(sent);
    if (cause === undefined) sending?.resolve();
    else sending?.reject(new Error(cause));
  }

  async #answer(question: Extract<ToPage, { ask: string }>, port: LinkPort): Promise<void> {
    const { id } = question;
    try {
      const value = await (question.ask === 'say'
        ? this.#page.say(question.what.to, question.what.state)
        : this.#page[question.ask](question.what as never));
      this.#send({ answer: id, value }, port);
    } catch (cause) {
      this.#send({ refusal: id, cause }, port);
    }
  }

  /** Hands on what waits, in order; to a page that has paused, what is ahead of the next records. */
  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let next; !this.closed && (next = this.#waiting[0]); ) {
      const { message, port } = next;
      const isBatch = 'tell' in message && message.tell === 'received';
      if (isBatch && this.#paused) break;
      this.#waiting.shift();
      if ('ask' in message) {
        void this.#answer(message, port);
      } else if (isBatch) {
        const taken = this.#page.received(message.what);
        if (taken) await taken;
        this.#send({ taken: weight(message.what) }, port);
      } else {
        this.#page[message.tell](message.what as never);
        if (message.tell === 'failed' && message.what.final) this.#end();
      }
    }
    this.#delivering = false;
  }
}
