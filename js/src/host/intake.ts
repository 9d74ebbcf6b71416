import { lastID, type Batch, type PageEnd } from '../link/contract.js';
import { Ahead } from './ahead.js';
import type { Asked } from './asked.js';
import type { Ends } from './ends.js';
import { Envelopes, hasEnvelopes } from './envelopes.js';
import { lasting, type Note } from './exchange.js';
import type { EngineBody } from './framer.js';
import { put } from './inbox.js';
import type { Interim } from './interim/interim.js';
import { Gate, Pump } from './pump.js';
import type { Answer, Socket } from './socket.js';
import { isOfNetwork } from './unanswered.js';

/** Reads the bodies of a feed, ahead of the engine and by it, and hands the page what is in them. */
export class Intake {
  readonly gate = new Gate();
  /** The last event ID of what has been framed: where another engine goes on. */
  cursor: string;
  /** Until the engine has taken over. */
  ahead: Ahead | undefined;
  /** How many engines have died since the last record. */
  deaths = 0;
  readonly #ends: Ends;
  #pump: Pump | undefined;
  #foretell: ((page: PageEnd) => void) | undefined;

  constructor(ends: Ends) {
    this.#ends = ends;
    this.cursor = ends.opening.options.lastEventId;
  }

  /** The page takes nothing more for now. */
  get held(): boolean {
    return !!this.#pump?.held;
  }

  /** Tells the page something ahead of the next batch. */
  foretell(what: (page: PageEnd) => void): void {
    this.#foretell = what;
  }

  /**
   * Reads the first response if it is there before the engine.
   *
   * @param begin Tells the page of it; false if it is for the engine, which is there.
   */
  readAhead(asked: Asked, begin: (answer: Response) => boolean): void {
    this.ahead = new Ahead(this.#ends.opening.options, asked.response as Promise<Response>, (answer, framer) => {
      if (!begin(answer)) return false;
      asked.pump = this.#pump = this.#reading(answer, framer, asked.note);
      return true;
    });
  }

  /** Has the engine read a body, and hear how it ended. */
  read(attempt: number, body: EngineBody, response: Answer, asked?: Asked): Pump {
    const { enter, handle, ownFetch } = this.#ends;
    if (response !== this.ahead?.response) {
      this.#pump = this.#reading(response, body, asked?.note);
      queueMicrotask(() => this.#handedOver()); // what was read ahead, if anything, has been given up
    } else this.#pump!.handOver(body, () => this.#handedOver());
    void this.#pump!.end.then(async (end) => {
      if (!end) return;
      const { cut, cause, isOurs } = end;
      if (!cut && 'closed' in response) {
        const { code, reason, cut: why } = await (response as Socket).closed;
        return enter((e) =>
          why ? e.exports.ended(handle, attempt, put(e, why)) : e.exports.shut(handle, attempt, code, put(e, reason)),
        );
      }
      if (cut && asked) asked.cause = cause;
      const isBroken = cut && (isOurs || (ownFetch && !isOfNetwork(cause)));
      enter((e) => e.exports[isBroken ? 'broken' : 'ended'](handle, attempt, put(e, cut)));
    });
    return this.#pump!;
  }

  /** Forgets what was read by an engine that is dead. */
  abandon(): void {
    this.#pump = this.ahead = undefined;
  }

  #handedOver(): void {
    const { ahead } = this;
    this.ahead = undefined;
    ahead?.handedOver();
  }

  #reading(response: Answer, framer: EngineBody | Interim, note?: Note): Pump {
    const { format, maxRecordBytes = 1 << 24 } = this.#ends.opening.options;
    const type = response.headers?.get?.('Content-Type') ?? '';
    const envelopes = hasEnvelopes(format, type) ? new Envelopes(maxRecordBytes) : undefined;
    const deliver = (batch: Batch) => {
      const { page } = this.#ends;
      if (!page || this.#pump !== pump) return undefined;
      if (batch.length > 0) {
        this.deaths = 0;
        this.ahead?.came();
      }
      this.#foretell?.(page);
      this.#foretell = undefined;
      this.cursor = lastID(batch);
      return page.received(batch);
    };
    const { type: made } = response as Response;
    const saw: Note | undefined = note && ((what, at) => note(lasting(what, made === 'default'), at));
    const pump: Pump = new Pump(response.body, framer, this.gate, deliver, envelopes, saw);
    return pump;
  }
}
