import type { DialData, FeedOptions, Opening, Pairs } from '../link/contract.js';
import type { OwnFetch } from '../link/host.js';
import type { Enter } from './framer.js';
import { headOf, words } from './head.js';
import { put } from './inbox.js';
import { cancel } from './reader.js';
import { requestInit } from './request.js';

/** A request, and what came of it. */
export interface Asked {
  readonly aborter: AbortController;
  /** It could be made: what goes wrong from then on is the network's, or the server's. */
  made: boolean;
  readonly response: Promise<Response>;
  /** What the response resolved to, and what it was rejected with. */
  answer?: Response;
  cause?: unknown;
}

/** What sends a request; undefined if that cannot be any more. */
export type Send = (...args: Parameters<OwnFetch>) => Promise<Response> | undefined;

/** Makes a request when its headers are there, and sends it. */
export function ask({ options, request }: Opening, dial: DialData, headers: Promise<Pairs>, send: Send): Asked {
  const aborter = new AbortController();
  const { signal } = aborter;
  const response = headers.then((pairs) => {
    const init = requestInit(request, pairs, options.format, dial);
    signal.throwIfAborted(); // given up while the page's function was at work
    asked.made = true;
    return send(dial.url, { ...init, signal }) as Promise<Response>;
  });
  response.then(
    (late) => signal.aborted && cancel(late?.body), // of a fetch that does not heed the signal
    () => {},
  );
  const asked = { aborter, made: false, response };
  return asked;
}

/** Tells the engine what comes of a request. */
export function settle(asked: Asked, attempt: number, options: FeedOptions, handle: number, enter: Enter): void {
  const unanswered = (cause: unknown, made: boolean) =>
    enter((e) => e.exports.unanswered(handle, attempt, made ? 1 : 0, put(e, words(cause))));
  asked.response
    .then((response) => {
      if (typeof response !== 'object' || !response) return unanswered('fetch gave no Response', false);
      asked.answer = response;
      const head = JSON.stringify(headOf(response, options));
      if (!enter((e) => e.exports.responded(handle, attempt, put(e, head)))) cancel(response.body);
    })
    .catch((cause: unknown) => {
      asked.cause = cause;
      unanswered(cause, asked.made);
    });
}

/** A feed's requests by attempt: the one under way, and that of the stream, which waits while pages of records are read. */
export class Requests {
  readonly #all = new Map<number, Asked>();

  get(attempt: number): Asked | undefined {
    return this.#all.get(attempt);
  }

  /** @param isPage It is for a page of records, while the stream waits. */
  keep(attempt: number, asked: Asked, isPage: boolean): void {
    const [stream] = this.#all;
    this.#all.clear();
    if (isPage && stream) this.#all.set(...stream);
    this.#all.set(attempt, asked);
  }

  abort(): void {
    for (const { aborter } of this.#all.values()) aborter.abort();
  }

  clear(): void {
    this.abort();
    this.#all.clear();
  }
}
