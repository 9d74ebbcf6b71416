import type { Telling } from './connection.js';
import type { FeedStats } from './core.js';
import type { Failure } from './errors.js';
import { instantiate, type WasmSource } from './loader.js';
import type { FeedSourceInit } from './options.js';
import { wasmExec } from './wasm_exec.js';

declare const VERSION: string; // js/package.json's, set by build.sh

/** What the engine calls on a feed's connection. None of these run the page's code. */
export interface Sink {
  /** Makes a request and sends it. */
  dial(attempt: number): void;
  /** Asks the page's own function for the records after a cursor. */
  missing(attempt: number, from: string): void;
  read(attempt: number, response: Response): void;
  /** Calls a method of the feed: the page is told of something. */
  tell(method: Telling, ...args: never): void;
  /** Asks the page what to do about a failure, which holds what is proposed. */
  ask(attempt: number, failure: Failure, headers?: Headers, cause?: unknown): void;
  /** Tells what the engine died of; nothing that follows from it is done in this call. */
  abort(cause: Error): void;
  readonly feed: { lastEventId: string };
  readonly pump: { readonly held: boolean } | undefined;
}

/** What a feed asks of the engine, which reads the page's options itself (`bridge.config`). */
export interface EngineOptions {
  init: FeedSourceInit;
  strict: boolean;
  lastEventId: string;
  url: string;
  /** What the page's store holds, or why it could not be read. */
  kept?: unknown;
}

/** The control plane: methods of the engine. A handle of a feed that is gone is ignored. */
interface Methods {
  readonly version: string;
  readonly reasons: readonly string[];
  /** What there is to abort when the engine dies, which it then cannot: requests, and what listens to the page. And sinks. */
  readonly mortal: Iterable<Pick<Sink, 'abort'>>;
  /** Reads the page's store, which may take time. */
  recall(options: EngineOptions): unknown;
  open(sink: Sink, options: EngineOptions): number;
  close(handle: number): void;
  connect(handle: number): void;
  stats(handle: number): Partial<FeedStats> | null;
  /** Completes a request and tells where it goes, if it is wanted still. */
  prepared(handle: number, attempt: number, init: RequestInit): string | null;
  /** Tells whether the response is wanted. */
  responded(handle: number, attempt: number, response: Response | undefined): boolean | null;
  unreachable(handle: number, attempt: number, cause: unknown): void;
  /** Takes what the page wants done about a failure, whatever its type; what is no number is as proposed. */
  decide(handle: number, attempt: number, answer: number | false): void;
  ended(handle: number, attempt: number, cause: string): void;
}

/** The data plane: functions of the WebAssembly module. Addresses are in its memory. */
interface Exports {
  readonly mem: WebAssembly.Memory;
  reserve(handle: number, attempt: number, length: number): number;
  commit(handle: number, length: number, now: number): number;
  finish(handle: number, attempt: number): number;
  measure(): void;
}

/** An engine that runs, until it dies: of a bug, or for want of memory. */
export interface Engine {
  readonly methods: Methods;
  readonly exports: Exports;
  /** What it died of. */
  dead?: Error;
  /** Whose call it died of, if it was one. */
  by?: Sink;
  /** Notes that it died; the next feed, or the next try of one, loads another. */
  die(cause: unknown): void;
}

let present: Promise<Engine> | undefined;

/** The engine as compiled, for another to start when it dies: without the network, and wherever init had it from. */
let compiled: WebAssembly.Module | undefined;

/** The engine of this page, loaded on first use. A load that failed is tried anew by the next call. */
export function engine(source?: WasmSource): Promise<Engine> {
  const loading = (present ??= load(source).catch((cause: unknown) => {
    if (present === loading) present = undefined;
    throw cause;
  }));
  return loading;
}

async function load(source: WasmSource | undefined = compiled): Promise<Engine> {
  // The Go runtime looks up what it needs on its globalThis and adds fs, process and
  // path to it. It gets a private one: a page that suddenly has a `process` would be
  // taken for Node by other scripts.
  const global: Record<string, unknown> = {
    Object, Array, Uint8Array, crypto, performance, TextEncoder, TextDecoder, page: globalThis,
  };
  const go = new (wasmExec(global))();
  const { module, instance } = await instantiate(source, go.importObject);
  let methods: Methods | undefined;
  let running: Engine | undefined;
  global['feedsource'] = (registered: Methods) => (methods = registered);
  // Timers and events of the page enter the program without an Engine to watch over them.
  const resume = go._resume;
  go._resume = () => {
    if (running?.dead) return;
    try {
      resume.call(go);
    } catch (cause) {
      running?.die(cause);
    }
  };
  go.exit = (code) => running?.die(new Error(`Go exited with code ${code}.`));
  go.run(instance).catch(() => {}); // runs main up to where it waits for ever; rejects if this is no Go program
  if (!methods) throw new Error('The module is not the engine of FeedSource.');
  const { version } = methods as Methods;
  if (version !== VERSION) {
    throw new Error(`The engine is ${version} and the script ${VERSION}; load both from one release.`);
  }
  compiled = module;
  return (running = {
    methods, exports: instance.exports as unknown as Exports,
    die(cause) {
      if (this.dead) return;
      present = undefined;
      // V8 keeps what an error came through, here all the memory of the engine, until its stack is read.
      void (this.dead = Object(cause) as Error).stack;
      for (const one of methods!.mortal) one.abort(this.dead);
    },
  });
}

/**
 * Loads the engine ahead of the first feed, or from another place than beside the
 * script. Calling it again does nothing, except after a failure, when it tries anew.
 *
 * @param options.wasm URL, `Response` (or a promise of one), bytes or compiled module.
 * @throws {Error} when the engine cannot be fetched or compiled, naming its URL, or
 *   when its version is not the script's.
 * @example await init({ wasm: '/static/feedsource.wasm' });
 */
export async function init(options: { wasm?: WasmSource } = {}): Promise<void> {
  await engine(options.wasm);
}
