import { mustBe, mustBeGiven, mustKnow } from '../must.js';
import { mustBeInit, mustBeTime } from './arguments.js';
import { installTimers } from './timers.js';
import { settled } from './turn.js';

/** What a script's waits go by. */
export interface Clock {
  /** Resolves `ms` milliseconds later, or when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The timers that there are at the time: the real ones, or those that vitest, jest or node:test put in their place. */
export const timers: Clock = {
  wait: (ms, signal) =>
    waited((ring) => {
      let left = ms;
      const next = () => {
        const now = Math.min(left, longest);
        left -= now;
        timer = setTimeout(left > 0 ? next : ring, now);
      };
      let timer: ReturnType<typeof setTimeout>;
      next();
      return () => clearTimeout(timer);
    }, signal),
};

/** The longest wait that a timer takes, in milliseconds: a longer one would be over at once. */
const longest = 2 ** 31 - 1;

/** Resolves when what `set` sets rings, or when the signal aborts, which calls it off. */
function waited(set: (ring: () => void) => () => void, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const callOff = () => {
      stop();
      resolve();
    };
    const stop = set(() => {
      signal?.removeEventListener('abort', callOff);
      resolve();
    });
    signal?.addEventListener('abort', callOff);
  });
}

interface Alarm {
  due: number;
  readonly ring: () => void;
}

/** How a {@link VirtualClock} goes. */
export interface VirtualClockInit {
  /** Goes on to the next wait by itself, as soon as nothing else happens. Default false. */
  autoAdvance?: boolean;
}

/**
 * A clock that stands until a test advances it. Scripts of a {@link FakeFeed} wait by it; {@link install} has all else in
 * the page or process go by it too.
 */
export class VirtualClock implements Clock {
  readonly #alarms = new Set<Alarm>();
  readonly #auto: boolean;
  #now = 0;
  #goesOn = false; // by itself
  #uninstall: (() => void) | undefined;

  /** @throws {TypeError} there is no such option, or it is neither true nor false. */
  constructor(init: VirtualClockInit = {}) {
    mustBeInit('init', init, '{ autoAdvance: true }');
    mustKnow('', init, ['autoAdvance']);
    const { autoAdvance = false } = init;
    mustBe('autoAdvance', autoAdvance, typeof autoAdvance === 'boolean', 'true or false');
    this.#auto = autoAdvance;
  }

  /** How far it has been advanced, in milliseconds. */
  get now(): number {
    return this.#now;
  }

  /** Resolves when the clock has been advanced by `ms`, or when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void> {
    mustBeTime(ms);
    return waited((ring) => this.at(ms, ring), signal);
  }

  /**
   * Goes on by `ms` milliseconds. What is due meanwhile happens in turn, each at its time, and what follows from it is done
   * before the next.
   *
   * @throws {TypeError} that is no number.
   * @throws {RangeError} that is no time to come.
   */
  async advance(ms: number): Promise<void> {
    mustBeGiven('ms', ms, typeof ms === 'number', 'a number of milliseconds from 0');
    if (!(ms >= 0 && ms < Infinity))
      throw new RangeError(`advance(${ms}): a clock goes on by a number of milliseconds from 0.`);
    const until = this.#now + ms;
    await settled();
    for (let next; (next = this.#next()) && next.due <= until; ) {
      this.#ring(next);
      await settled();
    }
    this.#now = Math.max(this.#now, until);
  }

  /**
   * Has the timers (`setTimeout`, `setInterval`), `Date` and `performance.now` of this page or process go by this clock,
   * FeedSource's own waits with them, until the function that it returns is called. Where vitest, jest, node:test or
   * Playwright fake the timers already, give `clock: 'timers'` to the fake feed instead.
   *
   * @throws {Error} timers are faked already.
   */
  install(): () => void {
    if (!this.#uninstall) {
      const restore = installTimers(this);
      this.#uninstall = () => {
        this.#uninstall = undefined;
        restore();
      };
    }
    return this.#uninstall;
  }

  /** Calls `ring` once, `ms` milliseconds later; the function that it returns calls that off. @internal */
  at(ms: number, ring: () => void): () => void {
    const alarm = { due: this.#now + Math.max(ms, 0), ring };
    this.#alarms.add(alarm);
    if (this.#auto) void this.#goOn();
    return () => this.#alarms.delete(alarm);
  }

  async #goOn(): Promise<void> {
    if (this.#goesOn) return;
    this.#goesOn = true;
    await settled();
    for (let next; (next = this.#next()); await settled()) this.#ring(next);
    this.#goesOn = false;
  }

  /** The one that is due first; of several at one time, the one that was set first. */
  #next(): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) if (!first || alarm.due < first.due) first = alarm;
    return first;
  }

  #ring(alarm: Alarm): void {
    this.#alarms.delete(alarm);
    this.#now = Math.max(this.#now, alarm.due);
    alarm.ring();
  }
}
