import { mustBe, mustBeGiven, mustKnow } from '../must.js';
import { mustBeInit } from './arguments.js';
import { random } from './random.js';

/** What goes wrong, at places that the seed decides. */
export interface ChaosOptions {
  /**
   * How many answers are cut in all, each at a random byte; the next request gets the rest. FeedSource waits up to 250 ms
   * longer after each in a row, so have the clock drive it.
   * @default 3
   */
  cut?: number;
  /**
   * Bodies come in chunks of random sizes, up to this many bytes.
   * @default 64
   */
  chunk?: number;
  /**
   * Each chunk waits up to this many milliseconds, by the clock of the feed.
   * @default 0
   */
  delay?: number;
  /**
   * How many requests in all are answered with 503. FeedSource waits seconds after one, so have the clock drive it.
   * @default 0
   */
  status?: number;
}

/** What goes wrong in one answer. */
export interface Trouble {
  /** It is 503. */
  readonly isRefused: boolean;
  /** It is cut in the record of this number, when this share of its bytes is sent. */
  readonly cut: { readonly record: number; readonly share: number } | undefined;
  /** Takes bytes apart. */
  pieces(bytes: Uint8Array): Uint8Array[];
  /** How long the next piece waits. */
  delay(): number;
  /** In words. */
  readonly name: string;
}

export class Chaos {
  readonly seed: number;
  readonly #options: Required<ChaosOptions>;
  #cuts: number;
  #refusals: number;
  #answers = 0;

  /** @throws {TypeError} there is no such option, or a number cannot be this one. */
  constructor(seed: number, options: ChaosOptions = {}) {
    mustBeGiven('seed', seed, Number.isSafeInteger(seed), 'a whole number');
    mustBeInit('options', options, '{ cut: 3 }');
    const { cut = 3, chunk = 64, delay = 0, status = 0, ...rest } = options;
    this.#options = { cut, chunk, delay, status };
    mustKnow('', rest, Object.keys(this.#options));
    for (const [name, value] of Object.entries(this.#options)) {
      const least = name === 'chunk' ? 1 : 0;
      mustBe(name, value, Number.isInteger(value) && value >= least, `a whole number from ${least}`);
    }
    this.seed = seed;
    this.#cuts = cut;
    this.#refusals = status;
  }

  /** @param records How many records an answer still has, as far as is known. */
  trouble(records: number): Trouble {
    // Each answer has numbers of its own, so that another one beside it changes none of them.
    const next = random(Math.imul(this.seed, 0x01000193) + ++this.#answers);
    const { chunk, delay } = this.#options;
    const isRefused = next() * (this.#cuts + this.#refusals) < this.#refusals;
    if (isRefused) this.#refusals--;
    const isCut = !isRefused && this.#cuts > 0;
    if (isCut) this.#cuts--;
    return {
      isRefused,
      cut: isCut ? { record: Math.floor(next() * records), share: next() } : undefined,
      delay: () => Math.floor(next() * (delay + 1)),
      pieces(bytes) {
        const list: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += list.at(-1)!.length)
          list.push(bytes.subarray(at, at + 1 + Math.floor(next() * chunk)));
        return list;
      },
      name: `chaos, seed ${this.seed}, answer ${this.#answers}`,
    };
  }
}

/** Nothing goes wrong. */
export const noTrouble: Trouble = {
  isRefused: false,
  cut: undefined,
  pieces: (bytes) => [bytes],
  delay: () => 0,
  name: '',
};
