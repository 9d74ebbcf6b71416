// What a page can count of itself. Nothing here is in the way of what is counted: engines
// are held by weak references, and the shipped code is as it ships.
const started = []; // engines, in order
const timers = new Set();

const { setTimeout: set, clearTimeout: clear } = globalThis;

/** Has the page count its engines and timers from now on. */
export function install() {
  // A Go runtime shows itself when its constructor sets the first property that nothing
  // else has: Object.prototype takes it, and gives it back as an own property.
  Object.defineProperty(Object.prototype, '_pendingEvent', {
    configurable: true,
    set(value) {
      Object.defineProperty(this, '_pendingEvent', { value, writable: true, enumerable: true, configurable: true });
      started.push({ go: new WeakRef(this) });
    },
  });

  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    const { mem } = made.exports;
    const { gojs } = args[1];
    const engine = started.find((one) => one.go.deref()?.importObject.gojs === gojs);
    engine.memory = new WeakRef(mem);
    engine.buffer = new WeakRef(mem.buffer);
    return made;
  };

  globalThis.setTimeout = (what, after, ...args) => {
    const timer = set(() => {
      timers.delete(timer);
      what(...args);
    }, after);
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    timers.delete(timer);
    clear(timer);
  };
}

const present = () => started.at(-1);

/** How many engines were ever started. */
export const enginesStarted = () => started.length;

/** Has the engine collect, if it can be asked to. */
export const collect = () => present()?.go.deref()?._inst?.exports.soak_collect?.();

export function read() {
  const alive = started.filter(({ memory, buffer }) => memory?.deref() ?? buffer?.deref());
  const go = present()?.go.deref();
  const has = go?._inst?.exports ?? {};
  return {
    Engines: alive.length,
    Wasm: alive.reduce((sum, { memory, buffer }) => sum + (memory.deref()?.buffer ?? buffer.deref()).byteLength, 0),
    Slots: (go?._values?.length ?? 0) - (go?._idPool?.length ?? 0),
    GoTimers: go?._scheduledTimeouts.size ?? 0,
    Timers: timers.size,
    Goroutines: has.soak_goroutines?.() ?? 0,
    GoHeap: has.soak_heap?.() ?? 0,
    Links: has.soak_links?.() ?? 0,
  };
}

/** Waits, without a timer that is counted. */
export const wait = (ms) => new Promise((resolve) => set(resolve, ms));

/** Resolves when no timer is left, or none has gone for half a minute: on a busy machine one was there for more than three seconds. */
export async function quiet() {
  for (let n = 0; timers.size > 0 && n < 3000; n++) await wait(10);
}

/** What a promise resolves to; throws if that takes longer. */
export const within = (ms, promise, words) =>
  new Promise((resolve, reject) => {
    const timer = set(() => reject(new Error(words())), ms);
    promise.then(resolve, reject).finally(() => clear(timer));
  });
