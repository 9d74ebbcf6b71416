import { refuse } from '../must.js';
import type { Address, Failure, Message, Pairs, RequestState } from '../link/contract.js';
import { FeedError } from './errors.js';
import { headerPairs } from './headers.js';
import type { AskMissing, FeedState, FeedURL } from './options.js';
import { report } from '../report.js';
import { waysOf, type FullInit } from './short-forms.js';
import { isURL, resolve } from './url.js';
import { messagesOf, wordsFor } from './websocket.js';

/** The functions among a page's options, asked by the host, with answers as data. */
export class PageFunctions {
  /** What the function that was asked last threw. It stays on the page: an error of its own class cannot be cloned. */
  thrown: unknown;
  readonly #init: FullInit;
  readonly #url: FeedURL;

  constructor(url: FeedURL, init: FullInit) {
    this.#url = url;
    this.#init = init;
  }

  headers(state: RequestState): Promise<Pairs> {
    const { headers } = this.#init;
    return this.#ask(async () =>
      headerPairs(typeof headers === 'function' ? await headers(state.attempt, stateOf(state)) : headers),
    );
  }

  /** @throws {unknown} what a function threw; or what it gave is no URL, or no cursor. */
  address(state: RequestState): Promise<Address> {
    const { url: elsewhere, as } = waysOf(this.#init.resume);
    const where = state.resuming && elsewhere ? elsewhere : this.#url;
    return this.#ask(async () => {
      const answer = typeof where === 'function' ? await where(stateOf(state)) : '';
      if (!isURL(answer)) refuse(`${where === elsewhere ? 'resume.url' : 'url'} gave`, answer, 'a string or a URL');
      const given = `${answer}`;
      const url = given && !state.resuming ? resolve(given).href : given; // what goes on is relative to the first answer
      const made = typeof as === 'function' && state.lastEventId ? await as(state.lastEventId) : '';
      if (!/^(string|number|bigint)$/.test(typeof made)) refuse('resume.as gave', made, 'a string or a number');
      const cursor = `${made}`;
      if (/[\0\r\n]/.test(cursor)) throw new TypeError('resume.as gave more than one line.');
      return { url, cursor };
    });
  }

  missing(from: string): Promise<string> {
    return this.#ask(async () => {
      let lines = '';
      for await (const record of (this.#init.backfill as AskMissing)(from)) {
        lines += `${typeof record === 'string' ? record : JSON.stringify(record)}\n`;
      }
      return lines;
    });
  }

  say(to: number, state: RequestState): Promise<readonly Message[]> {
    return this.#ask(() => messagesOf(wordsFor(this.#init, to), stateOf(state)));
  }

  /** What the page wants done about a failure; null leaves it to the feed. */
  delay(failure: Failure): number | false | null {
    const { delay } = this.#init.reconnect || {};
    try {
      const answer: unknown = delay!(new FeedError(failure));
      return answer === false ? false : numberOf(answer);
    } catch (thrown) {
      report(thrown);
      return null;
    }
  }

  async #ask<R>(ask: () => Promise<R>): Promise<R> {
    this.thrown = undefined;
    try {
      return await ask();
    } catch (thrown) {
      this.thrown = thrown;
      throw thrown;
    }
  }
}

const stateOf = ({ attempt, lastEventId, count, from, headers }: RequestState): FeedState => ({
  attempt,
  lastEventId,
  count,
  from,
  headers: headers && new Headers(headers),
});

/** An answer as JavaScript makes a number of it, of "5" and 5n as well; null if it makes none. */
function numberOf(answer: unknown): number | null {
  if (answer === undefined || answer === null) return null;
  try {
    const number = Number(answer);
    return Number.isNaN(number) ? null : number;
  } catch {
    return null; // a Symbol
  }
}
