/** What timers can be made to go by. */
export interface Alarms {
  /** In milliseconds. */
  readonly now: number;
  /** Calls `ring` once, `ms` milliseconds later; the function that it returns calls that off. */
  at(ms: number, ring: () => void): () => void;
}

type Callback = (...args: unknown[]) => void;

/** A timer as Node has them, where it is an object. */
interface NodeTimer {
  ref(): NodeTimer;
  unref(): NodeTimer;
  hasRef(): boolean;
  [Symbol.toPrimitive](): number;
}

/** Puts a clock in the place of this realm's timers, Date and performance.now; the function that it returns undoes it. */
export function installTimers(clock: Alarms): () => void {
  const { setTimeout, setInterval, clearTimeout, clearInterval, performance } = globalThis;
  const RealDate = globalThis.Date;
  if ('clock' in setTimeout)
    throw new Error(
      "The timers are faked already; give clock: 'timers' to the fake feed, whose waits go by them then.",
    );
  const startedAt = RealDate.now() - clock.now;
  const measuredFrom = Math.ceil(performance.now()) - clock.now; // whole, so that differences are exact
  const now = Object.getOwnPropertyDescriptor(performance, 'now');
  const { clear, ...timers } = timersBy(clock, typeof setTimeout(() => {}) === 'object');
  Object.assign(globalThis, {
    ...timers,
    setTimeout: Object.assign(timers.setTimeout, { clock }), // as others mark theirs
    clearTimeout: (timer?: number) => clear(timer) || clearTimeout(timer),
    clearInterval: (timer?: number) => clear(timer) || clearInterval(timer),
    Date: dateBy(RealDate, () => startedAt + clock.now),
  });
  Object.defineProperty(performance, 'now', { configurable: true, value: () => measuredFrom + clock.now });
  return () => {
    Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval, Date: RealDate });
    if (now) Object.defineProperty(performance, 'now', now);
    else delete (performance as { now?: unknown }).now; // the prototype has it
  };
}

function timersBy(clock: Alarms, isNode: boolean) {
  let last = 1e9; // so that none is taken for one of the real timers
  const running = new Map<number, () => void>();
  const shown = (id: number) => (isNode ? nodeTimer(id) : id);
  const set = (ms: unknown, call: (id: number) => void) => {
    const id = ++last;
    running.set(
      id,
      clock.at(Number(ms) || 0, () => call(id)),
    );
    return id;
  };
  return {
    setTimeout: (callback: Callback, ms?: unknown, ...args: unknown[]) =>
      shown(
        set(ms, (id) => {
          running.delete(id);
          callback(...args);
        }),
      ),
    setInterval: (callback: Callback, ms?: unknown, ...args: unknown[]) => {
      const every = Math.max(Number(ms) || 0, 1);
      const again = (id: number) => {
        running.set(
          id,
          clock.at(every, () => again(id)),
        );
        callback(...args);
      };
      return shown(set(every, again));
    },
    /** Reports whether it was one of these. */
    clear(timer: unknown): boolean {
      const stop = running.get(Number(timer));
      stop?.();
      return running.delete(Number(timer));
    },
  };
}

const nodeTimer = (id: number): NodeTimer => ({
  ref() {
    return this;
  },
  unref() {
    return this;
  },
  hasRef: () => true,
  [Symbol.toPrimitive]: () => id,
});

function dateBy(real: DateConstructor, now: () => number): DateConstructor {
  return new Proxy(real, {
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
    apply: () => new real(now()).toString(),
    construct: (target, args, made) => Reflect.construct(target, args.length > 0 ? args : [now()], made),
  });
}
