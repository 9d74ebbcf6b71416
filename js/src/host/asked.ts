import { Why, type DialData, type FeedOptions, type Opening, type Pairs } from '../link/contract.js';
import type { OwnFetch } from '../link/host.js';
import { words } from '../link/words.js';
import type { Note } from './exchange.js';
import type { Enter } from './framer.js';
import { headOf, pairs } from './head.js';
import { jsonOf, put } from './inbox.js';
import type { Pump } from './pump.js';
import { discard } from './reader.js';
import type { Answer } from './socket.js';
import { addressOf, requestInit, trial, watched } from './request.js';
import { isOfNetwork, whyOf } from './unanswered.js';

/** A request, and what came of it. */
export interface Asked {
  readonly aborter: AbortController;
  readonly response: Promise<Answer>;
  /** Why it has no response, should it have none, and in words if they are not those of its cause. */
  why: Why;
  said?: string;
  /** Nobody wants it any more. That its fetch hears of it may be yet to come. */
  isOver: boolean;
  /** Takes note of what passes, if that is recorded. */
  readonly note?: Note | undefined;
  /** What the response resolved to, what it was rejected with, and what reads its body. */
  answer?: Answer;
  cause?: unknown;
  pump?: Pump;
}

/** What sends a request; undefined if that cannot be any more. */
export type Send = (...args: Parameters<OwnFetch>) => Promise<Response> | undefined;

/**
 * Makes a request when it is known where it goes and its headers are there, and sends it.
 *
 * @param isOwn It is sent by a function of the page's.
 */
export function ask(
  { options, request }: Opening,
  where: () => DialData | Promise<DialData>,
  headers: (dial: DialData) => Promise<Pairs>,
  send: Send,
  isOwn = false,
  note?: Note,
): Asked {
  const sent = async () => {
    await undefined; // the page's functions must not run in a call of the engine's
    const dial = await where();
    const given = asked.isOver ? [] : await headers(dial);
    if (asked.isOver) throw new Error('given up'); // which nobody is told
    asked.why = Why.Invalid;
    trial(request, options, dial);
    const url = addressOf(dial);
    const init = { ...requestInit(request, given, options.format, dial), signal };
    let broken: { readonly cause: unknown } | undefined;
    if (init.body instanceof ReadableStream) init.body = watched(init.body, (cause) => (broken = { cause }));
    asked.why = Why.Unmade;
    note?.({
      kind: 'request',
      url,
      method: init.method ?? 'GET',
      headers: pairs(init.headers as Headers),
      body: textIn(init.body),
    });
    try {
      return (await send(url, init)) as Response;
    } catch (cause) {
      note?.({ kind: 'unanswered', why: words(cause) });
      if (broken) throw broken.cause;
      if (!isOwn || isOfNetwork(cause)) [asked.why, asked.said] = await whyOf(url, init, cause);
      throw cause;
    }
  };
  const asked = asking(sent(), note);
  const { signal } = asked.aborter;
  asked.response.then(
    (late) => asked.isOver && discard(late), // of a fetch that does not heed the signal
    () => {},
  );
  return asked;
}

/** A body that is text, or the fields of a form as they go. */
const textIn = (body: RequestInit['body']): string | undefined =>
  typeof body === 'string' || body instanceof URLSearchParams ? `${body}` : undefined;

/** A request whose response is to come. */
export function asking(response: Promise<Answer>, note?: Note): Asked {
  if (note)
    response
      .then(({ url, status, headers }) => note({ kind: 'response', url, status, headers: pairs(headers) }))
      .catch(() => {}); // there is none, or the page made up what is none
  return { aborter: new AbortController(), response, why: Why.Unmade, isOver: false, note };
}

/** Gives a request up, however far it has come. */
export function giveUp(asked: Asked, why: string): void {
  asked.isOver = true;
  asked.note?.({ kind: 'abort', why });
  asked.aborter.abort();
  asked.pump?.giveUp(); // of a fetch that does not heed the signal
  discard(asked.answer); // whose body nobody may have begun to read
}

/** Tells the engine what comes of a request. */
export function settle(asked: Asked, attempt: number, options: FeedOptions, handle: number, enter: Enter): void {
  const unanswered = (cause: unknown, why = asked.why, said = asked.said ?? words(cause)) => {
    asked.cause = cause;
    enter((e) => e.exports.unanswered(handle, attempt, why, put(e, said)));
  };
  asked.response.then((response) => {
    let flaw: readonly [said: unknown, why: Why] | undefined;
    let head = '';
    try {
      flaw = asked.pump || options.webSocket ? undefined : flawOf(response); // what is read ahead is a response
      if (!flaw) head = jsonOf(headOf(response, options));
    } catch (cause) {
      flaw = [cause, Why.Unmade]; // what a page made up may throw when it is looked at
    }
    if (flaw) {
      giveUp(asked, words(flaw[0]));
      discard(response);
      return unanswered(...flaw);
    }
    asked.answer = response;
    if (!enter((e) => e.exports.responded(handle, attempt, put(e, head)))) discard(response);
  }, unanswered);
}

/** What a page's own fetch gave instead of a response that can be read. */
function flawOf(response: Answer): [said: string, why: Why] | undefined {
  if (!isResponse(response)) return ['fetch gave no Response', Why.Unmade];
  if (response.type === 'error') return ['Response.error()', Why.Unknown];
  const isRead = (response as Response).bodyUsed || response.body?.locked;
  return isRead ? ['fetch gave a Response whose body is locked, or was read already', Why.Unmade] : undefined;
}

/** Of another window's as well; libraries have classes of this name whose bodies are other streams. */
const isResponse = (value: unknown): value is Response => {
  if (Object.prototype.toString.call(value) !== '[object Response]') return false;
  const { status, body } = value as { status: unknown; body: Partial<ReadableStream> | null };
  return typeof status === 'number' && (!body || typeof body.getReader === 'function');
};

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

  /** Has all fail as by the network. */
  interrupt(): void {
    for (const { aborter } of this.#all.values()) aborter.abort(new TypeError('network error, asked for by the page'));
  }

  /** Gives all up. */
  clear(why: string): void {
    for (const asked of this.#all.values()) giveUp(asked, why);
    this.#all.clear();
  }
}
