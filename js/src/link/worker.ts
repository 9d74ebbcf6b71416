import type { EngineFile, FromWorker, HostEnd, Opening, PageEnd, ToWorker } from './contract.js';
import { checked, type Host, type OwnFetch, type WasmSource } from './host.js';
import { life, whenFree } from './life.js';
import { cure } from './places.js';
import { ownProcess } from './process.js';
import { WorkerFeed } from './worker-feed.js';
import { ways, type WorkerScript } from './worker-script.js';

/** A worker that runs. */
interface Running {
  /** What it is spoken to by. */
  readonly port: Worker | MessagePort;
  /** Resolves when it is dead, where that can be told: it holds a lock while it lives. */
  readonly death: Promise<void>;
}

/** A worker's first word: the lock that it holds. */
interface Greeting {
  readonly port: Worker | MessagePort;
  readonly life: string | undefined;
}

/** For how many seconds, those apart that the page was busy or asleep, a worker may say nothing before it is given up. */
const maxSilentBeats = 10;

/** A worker that hosts all feeds of a page that ask for one; where it cannot be started another host does. */
export class WorkerHost implements Host {
  readonly kind: 'worker' | 'shared';
  readonly #script: WorkerScript;
  readonly #otherwise: Host;
  readonly #version: string;
  readonly #engine: EngineFile | undefined;
  readonly #feeds = new Set<WorkerFeed>();
  #source: EngineData | undefined; // which each worker is told
  #running: Promise<Running> | undefined;
  #hasRun = false;
  #loads = 0;

  /**
   * @param kind A worker of this page, or one that it shares with others.
   * @param otherwise The host for when there is no such worker.
   * @param version Of this script; the worker's must be the same.
   * @param engine As this script has it beside itself; undefined: the script has no address.
   */
  constructor(
    kind: 'worker' | 'shared',
    script: WorkerScript,
    otherwise: Host,
    version: string,
    engine: EngineFile | undefined,
  ) {
    this.kind = kind;
    this.#script = script;
    this.#otherwise = otherwise;
    this.#version = version;
    this.#engine = engine;
  }

  async load(source: WasmSource | undefined): Promise<void> {
    const given = await asData(source);
    let running;
    try {
      running = await this.#worker();
    } catch {
      return this.#otherwise.load(given); // each feed warns of it
    }
    this.#source = given;
    await this.#loaded(running, given);
  }

  #loaded({ port, death }: Running, load: EngineData | undefined): Promise<void> {
    const id = ++this.#loads;
    return new Promise<void>((resolve, reject) => {
      const hear = ({ data }: MessageEvent<FromWorker>): void => {
        if ('loaded' in data && data.loaded === id) resolve();
        else if ('failed' in data && data.failed === id) reject(new Error(data.message));
        else return;
        port.removeEventListener('message', hear as EventListener);
      };
      port.addEventListener('message', hear as EventListener);
      void death.then(() => reject(new Error('The worker is gone.')));
      post(port, { load, id });
    });
  }

  open(opening: Opening, page: PageEnd, fetch: OwnFetch | undefined): HostEnd {
    const kind = this.kind === 'worker' && opening.share ? 'elected' : this.kind;
    const feed = new WorkerFeed(kind, opening, page);
    this.#place(feed).catch((cause: Error) => {
      if (!feed.open) return;
      if (this.kind === 'worker') {
        const alone = opening.share ? ' and is not shared' : '';
        const message = `The feed runs in the page${alone}, because its worker could not be started: ${cause.message}`;
        page.notice({ type: 'warning', detail: { reason: 'worker', message } });
      }
      feed.become(this.#otherwise.open(opening, page, fetch));
    });
    return feed;
  }

  /** Has a worker open a feed; rejects if there is no worker. */
  async #place(feed: WorkerFeed): Promise<void> {
    const ownLife = this.kind === 'shared' ? await life() : undefined;
    const { port } = await this.#worker(); // the last wait: a worker that dies from now on is known to have this feed
    if (!feed.open) return;
    const { port1, port2 } = new MessageChannel();
    const { opening } = feed;
    const { body } = opening.request;
    post(port, { open: opening, port: port2, life: ownLife }, body instanceof ReadableStream ? [port2, body] : [port2]);
    feed.placeIn(port1);
    for (const other of this.#feeds) if (!other.open) this.#feeds.delete(other);
    this.#feeds.add(feed);
  }

  #worker(): Promise<Running> {
    if (this.#running) return this.#running;
    const running = (this.#running = this.#start());
    running.then(
      ({ death }) => death.then(() => this.#replace()),
      () => {}, // told by all who wait for it
    );
    return running;
  }

  /** The worker is dead: its feeds go on in another. */
  #replace(): void {
    this.#running = undefined;
    const feeds = [...this.#feeds].filter((feed) => feed.open && feed.lose());
    this.#feeds.clear();
    for (const feed of feeds) {
      this.#place(feed).catch(
        ({ message }: Error) =>
          feed.open &&
          feed.fail(`The worker that read the feed is gone, and no other could be started: ${message}`, true),
      );
    }
  }

  async #start(): Promise<Running> {
    if (ownProcess && !globalThis.document)
      throw new Error('a worker would keep this process alive when its feeds are closed.');
    const { port, life } = await this.#greeting();
    this.#hasRun = true;
    port.onmessage = () => {}; // as a port it would hold messages back without
    post(port, { engine: this.#engine });
    const running = { port, death: whenFree(life) };
    if (this.#source) void this.#loaded(running, this.#source).catch(() => {}); // each feed is told why
    return running;
  }

  /** Has the script run, wherever it is. */
  async #greeting(): Promise<Greeting> {
    const failures: string[] = [];
    for (const script of ways(this.#script)) {
      try {
        return await this.#greetingOf(script);
      } catch (cause) {
        failures.push((cause as Error).message);
      }
    }
    throw new Error([...failures, cure(this.#script.url(), '')].join(' ').trimEnd());
  }

  /** Waits for a worker's first word. */
  async #greetingOf(script: WorkerScript): Promise<Greeting> {
    const url = script.url();
    const made: (Worker | SharedWorker)[] = [];
    let silentBeats = 0;
    let why = `${url} says nothing; is it this release's worker.js?`;
    let beat: ReturnType<typeof setInterval> | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const refuse = (message: string) => reject(new Error(message));
        const make = () => {
          const worker = this.kind === 'worker' ? dedicated(script) : script.share();
          made.push(worker);
          const port = worker instanceof Worker ? worker : worker.port;
          port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
            if (!('version' in data)) return;
            if (data.version === this.#version) return resolve({ port, life: data.life });
            refuse(`${url} is ${data.version} and the script ${this.#version}; load both from one release.`);
          };
          worker.onerror = (event) => {
            event.preventDefault(); // a page that can do without a worker has no uncaught error
            const unknown = `${url} is not there, is no script, or is forbidden by the page's Content Security Policy (worker-src).`;
            why = (event as Partial<ErrorEvent>).message || unknown;
            // One that Chromium has the page join while it ends fails as well: the next beat makes another.
            if (!this.#hasRun || this.kind === 'worker') refuse(why);
          };
        };
        make();
        beat = setInterval(() => {
          if (++silentBeats > maxSilentBeats) refuse(why);
          else if (this.kind === 'shared') make(); // Chromium may have given one that was about to die
        }, 1000);
      });
    } catch (cause) {
      for (const worker of made) if (worker instanceof Worker) worker.terminate();
      throw cause;
    } finally {
      clearInterval(beat);
      for (const worker of made) worker.onerror = null;
    }
  }
}

/** A worker must be of the page's own origin; a blob is, and may import a script from another. */
function dedicated(script: WorkerScript): Worker {
  try {
    return script.start();
  } catch (cause) {
    if (!(cause instanceof DOMException) || cause.name !== 'SecurityError') throw cause;
    const importing = new Blob([`import ${JSON.stringify(script.url())};`], { type: 'text/javascript' });
    const url = URL.createObjectURL(importing);
    const worker = new Worker(url, { type: 'module' });
    worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
    return worker;
  }
}

/** An engine's source as a worker can have it. */
type EngineData = string | WebAssembly.Module | BufferSource;

const post = (worker: Worker | MessagePort, message: ToWorker, transfer: Transferable[] = []): void =>
  worker.postMessage(message, transfer);

/** An engine's source as a worker can have it: it resolves URLs elsewhere, and takes no Response. */
async function asData(source: WasmSource | undefined): Promise<EngineData | undefined> {
  if (typeof source === 'string' || source instanceof URL)
    return new URL(source, globalThis.document?.baseURI ?? globalThis.location?.href).href;
  const given = await source;
  return given instanceof Response ? checked(given).arrayBuffer() : given;
}
