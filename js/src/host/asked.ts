import type { DialData, FeedOptions, Opening, Pairs } from '../link/contract.js';
import type { OwnFetch } from '../link/host.js';
import { words } from '../link/words.js';
import type { Enter } from './framer.js';
import { headOf } from './head.js';
import { jsonOf, put } from './inbox.js';
import type { Pump } from './pump.js';
import { cancel } from './reader.js';
import { addressOf, requestInit } from './request.js';

/** A request, and what came of it. */
export interface Asked {
  readonly aborter: AbortController;
  readonly response: Promise<Response>;
  /** It could be made: what goes wrong from then on is the network's, or the server's. */
  made: boolean;
  /** Nobody wants it any more. That its fetch hears of it may be yet to come. */
  isOver: boolean;
  /** What the response resolved to, what it was rejected with, and what reads its body. */
  answer?: Response;
  cause?: unknown;
  pump?: Pump;
}

/** What sends a request; undefined if that cannot be any more. */
export type Send = (...args: Parameters<OwnFetch>) => Promise<Response> | undefined;

/** Makes a request when it is known where it goes and its headers are there, and sends it. */
export function ask(
  { options, request }: Opening,
  where: () => DialData | Promise<DialData>,
  headers: (dial: DialData) => Promise<Pairs>,
  send: Send,
): Asked {
  const sent = async () => {
    await undefined; // the page's functions must not run in a call of the engine's
    const dial = await where();
    const pairs = asked.isOver ? [] : await headers(dial);
    if (asked.isOver) throw new Error('given up'); // which nobody is told
    const init = requestInit(request, pairs, options.format, dial);
    const url = addressOf(dial);
    asked.made = true;
    return send(url, { ...init, signal }) as Promise<Response>;
  };
  const asked = asking(sent());
  const { signal } = asked.aborter;
  asked.response.then(
    (late) => asked.isOver && cancel(late?.body), // of a fetch that does not heed the signal
    () => {},
  );
  return asked;
}

/** A request whose response is to come. */
export const asking = (response: Promise<Response>): Asked => ({
  aborter: new AbortController(),
  response,
  made: false,
  isOver: false,
});

/** Gives a request up, however far it has come. */
export function giveUp(asked: Asked): void {
  asked.isOver = true;
  asked.aborter.abort();
  asked.pump?.giveUp(); // of a fetch that does not heed the signal
  cancel(asked.answer?.body); // which nobody may have begun to read
}

/** Tells the engine what comes of a request. */
export function settle(asked: Asked, attempt: number, options: FeedOptions, handle: number, enter: Enter): void {
  const unanswered = (cause: unknown, made: boolean) => {
    asked.cause = cause;
    enter((e) => e.exports.unanswered(handle, attempt, made ? 1 : 0, put(e, words(cause))));
  };
  asked.response.then(
    (response) => {
      if (typeof response !== 'object' || !response) return unanswered('fetch gave no Response', false);
      asked.answer = response;
      let head: string;
      try {
        head = jsonOf(headOf(response, options));
      } catch (cause) {
        giveUp(asked);
        return unanswered(cause, false);
      }
      if (!enter((e) => e.exports.responded(handle, attempt, put(e, head)))) cancel(response.body);
    },
    (cause: unknown) => unanswered(cause, asked.made),
  );
}

/** A feed's requests by attempt: the one under way, and one whose response waits meanwhile. */
export class Requests {
  readonly #all = new Map<number, Asked>();

  get(attempt: number): Asked | undefined {
    return this.#all.get(attempt);
  }

  /** @param isBeside The response that is there waits for it. */
  keep(attempt: number, asked: Asked, isBeside: boolean): void {
    const [stream] = this.#all;
    this.#all.clear();
    if (isBeside && stream) this.#all.set(...stream);
    this.#all.set(attempt, asked);
  }

  /** Gives all up. */
  clear(): void {
    for (const asked of this.#all.values()) giveUp(asked);
    this.#all.clear();
  }
}
