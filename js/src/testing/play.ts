import type { Changes } from './changes.js';
import { noTrouble, type Chaos, type Trouble } from './chaos.js';
import type { Clock } from './clock.js';
import type { Noted } from './request.js';
import type { Answer, Place, Script, Step } from './script.js';
import { joined } from './wire/parts.js';

/** Bytes of a body, or a message of a WebSocket. */
export type Piece = Uint8Array | string;

/** The server's side of one connection, by HTTP or by WebSocket. */
export interface Line {
  readonly request: Noted;
  /** Aborts when the connection is over, whoever ended it. */
  readonly over: AbortSignal;
  /** What it sends are bytes, which may be cut anywhere, and not messages. */
  readonly isDivisible: boolean;
  /** Has the page have the head, or the handshake; does nothing the second time. */
  open(status?: number, headers?: Headers): void;
  refuse(status: number, headers: Headers, body: BodyInit | null): void;
  /** One record as it is sent; undefined for a sign of life. */
  frame(record: unknown): Piece;
  keepalive(): Piece;
  /** Sends something; resolves when the page has taken it. */
  put(piece: Piece): Promise<void>;
  /** Resolves with the next message of the page. */
  receive(): Promise<void>;
  cut(why: string): Promise<void>;
  end(code: number, reason: string): Promise<void>;
}

/** What a server plays by. */
export interface Stage {
  readonly script: Script;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly chaos: Chaos | undefined;
  /** The id of a record; undefined if it has none. */
  idOf(record: unknown): string | undefined;
}

/** A server at work on one answer. */
export class Play {
  readonly #line: Line;
  readonly #stage: Stage;
  readonly #answer: Answer;
  #at: number; // the step that is next
  #record: number; // and the record of it
  #sent = 0; // records, by this connection
  #trouble: Trouble = noTrouble;

  constructor(line: Line, stage: Stage, answer: Answer) {
    this.#line = line;
    this.#stage = stage;
    this.#answer = answer;
    ({ step: this.#at, record: this.#record } = placeFor(line.request.cursor, answer, stage.idOf));
    line.over.addEventListener('abort', () => {
      stage.script.drop(answer);
      stage.changes.changed();
    });
  }

  /** There is nothing to do, for now or for good. */
  get isIdle(): boolean {
    return this.#line.over.aborted || this.#at >= this.#answer.steps.length;
  }

  async run(): Promise<void> {
    const { changes, chaos } = this.#stage;
    const { steps } = this.#answer;
    const comes = () => changes.until(() => steps.length > this.#at || this.#line.over.aborted);
    await comes();
    this.#trouble = chaos?.trouble(this.#left) ?? noTrouble;
    if (this.#trouble.isRefused) return this.#refuse();
    for (; !this.#line.over.aborted; await comes()) {
      await this.#do(steps[this.#at]!);
      this.#at++;
      this.#record = 0;
      changes.changed();
    }
  }

  async #do(step: Step): Promise<void> {
    const line = this.#line;
    switch (step.do) {
      case 'wait':
        return this.#stage.clock.wait(step.ms, line.over);
      case 'status':
        return line.refuse(step.status, step.headers, step.body);
      case 'receive':
        return line.receive();
      case 'cut':
        return line.cut('by the script');
      case 'open':
        return line.open(step.status, step.headers);
    }
    line.open();
    switch (step.do) {
      case 'send':
        return this.#send(step.records);
      case 'raw':
        return this.#put(step.bytes);
      case 'keepalive':
        return this.#put(line.keepalive());
      case 'end':
        return this.#trouble.cut ? this.#cut() : line.end(step.code, step.reason);
    }
  }

  /** All bytes of the records are one chunk. */
  async #send(records: readonly unknown[]): Promise<void> {
    const line = this.#line;
    const pieces: Piece[] = [];
    const take = async () => {
      if (line.isDivisible) await this.#put(joined(...pieces.splice(0)));
      for (const piece of pieces.splice(0)) await this.#put(piece);
    };
    for (; this.#record < records.length; this.#record++, this.#sent++) {
      const framed = line.frame(records[this.#record]);
      const { cut } = this.#trouble;
      if (cut?.record === this.#sent) {
        if (line.isDivisible) pieces.push((framed as Uint8Array).subarray(0, Math.floor(cut.share * framed.length)));
        await take();
        return this.#cut();
      }
      pieces.push(framed);
      this.#answer.reached = { step: this.#at, record: this.#record + 1 };
    }
    await take();
  }

  async #put(piece: Piece): Promise<void> {
    const pieces = typeof piece === 'string' || !this.#line.isDivisible ? [piece] : this.#trouble.pieces(piece);
    for (const one of pieces) {
      const ms = this.#trouble.delay();
      if (ms > 0) await this.#stage.clock.wait(ms, this.#line.over);
      if (this.#line.over.aborted) return;
      await this.#line.put(one);
    }
  }

  async #cut(): Promise<void> {
    if (this.#line.over.aborted) return;
    this.#giveBack();
    await this.#line.cut(`by ${this.#trouble.name}, behind ${this.#sent} records`);
  }

  #refuse(): void {
    this.#giveBack();
    this.#line.refuse(503, new Headers(), this.#trouble.name);
  }

  /** What is left is for the next request. */
  #giveBack(): void {
    this.#answer.reached ??= { step: this.#at, record: this.#record };
    this.#stage.script.giveBack(this.#answer);
  }

  /** How many records there are still, as far as the script goes. */
  get #left(): number {
    const counts = this.#answer.steps.slice(this.#at).map((step) => (step.do === 'send' ? step.records.length : 0));
    return counts.reduce((sum, count) => sum + count, 0) - this.#record;
  }
}

/**
 * Where an answer goes on for another request: behind the record that has the page's cursor, as a server does that keeps
 * them. Records with ids begin anew for a page that does not say how far it has come; those without go on.
 */
function placeFor(cursor: string, { steps, reached }: Answer, idOf: Stage['idOf']): Place {
  const beginning = { step: 0, record: 0 };
  if (!reached) return beginning;
  let place = reached;
  steps.forEach((step, at) => {
    if (step.do !== 'send') return;
    step.records.forEach((record, index) => {
      const id = idOf(record);
      if (id !== undefined && place === reached) place = beginning;
      if (id !== undefined && id === cursor) place = { step: at, record: index + 1 };
    });
  });
  return place;
}
