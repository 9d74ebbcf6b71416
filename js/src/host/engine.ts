import type { EngineExports, EngineMethods, Sink, Tell } from '../link/contract.js';
import type { WasmSource } from '../link/host.js';
import { compileFrom, refusal } from './loader.js';
import { waitingChannel } from './node.js';
import { warmUp } from './warm-up.js';
import { wasmExec } from './wasm_exec.js';

declare const VERSION: string; // js/package.json's, set by build.sh

/** The host's side of a feed, which hears of the engine's death as well. */
export interface Client extends Sink {
  /** Takes what the engine died of; nothing that follows from it is done in this call. */
  died(cause: Error): void;
}

/** An engine that runs, until it dies: of a bug, or for want of memory. */
export interface Engine {
  readonly methods: EngineMethods;
  readonly exports: EngineExports;
  /** By the handles of their feeds. */
  readonly clients: Map<number, Client>;
  /** What it died of. */
  failure?: Error;
  /** Whose call it died of, if it was one. */
  killer?: Client;
  /** Notes that it died; the next feed, or the next try of one, loads another. */
  fail(cause: unknown): void;
}

let present: Promise<Engine> | undefined;

/** The engine as compiled, for another to start when it dies: without the network, and wherever init had it from. */
let compiled: WebAssembly.Module | undefined;

/** The engine of this thread, loaded on first use. A load that failed is tried anew by the next call. */
export function engine(source?: WasmSource): Promise<Engine> {
  const loading = (present ??= load(source).catch((cause: unknown) => {
    if (present === loading) present = undefined;
    throw cause;
  }));
  return loading;
}

/** Reports whether there is an engine, or will be. */
export const isLoading = (): boolean => present !== undefined;

async function load(source: WasmSource | undefined): Promise<Engine> {
  const loaded = compiled ? Promise.resolve(compiled) : compileFrom(source);
  if (!compiled) await warmUp(loaded);
  const module = await loaded;
  // The Go runtime looks up what it needs on its globalThis and adds fs, process and
  // path to it. It gets a private one: a page that suddenly has a `process` would be
  // taken for Node by other scripts.
  const global: Record<string, unknown> = {
    Object,
    Array,
    Uint8Array,
    crypto,
    performance,
    TextEncoder,
    TextDecoder,
    host: globalThis,
    waitingChannel,
  };
  const go = new (wasmExec(global))();
  const instance = await WebAssembly.instantiate(module, go.importObject).catch((cause: unknown) => {
    throw refusal('What init got', cause);
  });
  let methods: EngineMethods | undefined;
  let running: Engine | undefined;
  const clients = new Map<number, Client>();
  const tell: Tell = (handle, method, ...args) => {
    const client = clients.get(handle);
    return (client?.[method] as ((...args: never[]) => unknown) | undefined)?.apply(client, args);
  };
  global['feedsource'] = (registered: EngineMethods) => {
    methods = registered;
    return tell;
  };
  // Timers and events enter the program without a feed to watch over them.
  const resume = go._resume;
  go._resume = () => {
    if (running?.failure) return;
    try {
      resume.call(go);
    } catch (cause) {
      running?.fail(cause);
    }
  };
  go.exit = (code) => running?.fail(new Error(`Go exited with code ${code}.`));
  go.run(instance).catch(() => {}); // runs main up to where it waits for ever; rejects if this is no Go program
  if (!methods) throw new Error('The module is not the engine of FeedSource.');
  const { version } = methods as EngineMethods;
  if (version !== VERSION) {
    throw new Error(`The engine is ${version} and the script ${VERSION}; load both from one release.`);
  }
  compiled = module;
  return (running = {
    methods,
    exports: instance.exports as unknown as EngineExports,
    clients,
    fail(cause) {
      if (this.failure) return;
      present = undefined;
      // V8 keeps what an error came through, here all the memory of the engine, until its stack is read.
      void (this.failure = Object(cause) as Error).stack;
      methods!.lifetime.abort();
      for (const client of clients.values()) client.died(this.failure);
      clients.clear();
    },
  });
}
