import type {
  EngineFiles,
  FromWorker,
  HostEnd,
  HostKind,
  Opening,
  PageEnd,
  PageLifecycle,
  ToWorker,
} from './contract.js';
import { checked, type Host, type OwnFetch, type WasmSource } from './host.js';
import { life } from './life.js';
import { PortHostEnd } from './port.js';

/** How a worker is started: from a script of the page's own origin, or by way of a blob from another. */
export interface WorkerScript {
  start(): Worker;
  share(): SharedWorker;
  url(): string;
}

/** What a worker is spoken to by, and what tells of its failures. */
interface Running {
  readonly port: Worker | MessagePort;
  readonly worker: Worker | SharedWorker;
}

/** A worker that hosts all feeds of a page that ask for one; where it cannot be started another host does. */
export class WorkerHost implements Host {
  readonly kind: 'worker' | 'shared';
  readonly #script: WorkerScript;
  readonly #otherwise: Host;
  readonly #version: string;
  readonly #files: EngineFiles | undefined;
  #running: Promise<Worker | MessagePort> | undefined;
  #loads = 0;

  /**
   * @param kind A worker of this page, or one that it shares with others.
   * @param otherwise The host for when there is no such worker.
   * @param version Of this script; the worker's must be the same.
   */
  constructor(
    kind: 'worker' | 'shared',
    script: WorkerScript,
    otherwise: Host,
    version: string,
    files: EngineFiles | undefined,
  ) {
    this.kind = kind;
    this.#script = script;
    this.#otherwise = otherwise;
    this.#version = version;
    this.#files = files;
  }

  async load(source: WasmSource | undefined): Promise<void> {
    const given = await asData(source);
    let worker;
    try {
      worker = await this.#worker();
    } catch {
      return this.#otherwise.load(given); // each feed warns of it
    }
    const id = ++this.#loads;
    return new Promise<void>((resolve, reject) => {
      const hear = ({ data }: MessageEvent<FromWorker>): void => {
        if ('loaded' in data && data.loaded === id) resolve();
        else if ('failed' in data && data.failed === id) reject(new Error(data.message));
        else return;
        worker.removeEventListener('message', hear as EventListener);
      };
      worker.addEventListener('message', hear as EventListener);
      post(worker, { load: given, id });
    });
  }

  open(opening: Opening, page: PageEnd, fetch: OwnFetch | undefined): HostEnd {
    const end = new LateHostEnd(this.kind);
    Promise.all([this.#worker(), this.kind === 'shared' ? life() : undefined]).then(
      ([worker, life]) => {
        if (!end.open) return;
        const { port1, port2 } = new MessageChannel();
        const { body } = opening.request;
        const open = opening.share ? opening : withReferrer(opening);
        post(worker, { open, port: port2, life }, body instanceof ReadableStream ? [port2, body] : [port2]);
        const kind = this.kind === 'worker' && opening.share ? 'elected' : this.kind;
        end.become(new PortHostEnd(kind, port1, page));
      },
      (cause: Error) => {
        if (!end.open) return;
        if (this.kind === 'worker') {
          const message = `The feed runs in the page, because its worker could not be started: ${cause.message}`;
          page.notice({ type: 'warning', detail: { reason: 'worker', message } });
        }
        end.become(this.#otherwise.open(opening, page, fetch));
      },
    );
    return end;
  }

  #worker(): Promise<Worker | MessagePort> {
    return (this.#running ??= this.#start());
  }

  async #start(): Promise<Worker | MessagePort> {
    const { port, worker } = this.#made();
    await new Promise<void>((resolve, reject) => {
      port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (!('version' in data)) return;
        if (data.version === this.#version) return resolve();
        reject(
          new Error(
            `${this.#script.url()} is ${data.version} and the script ${this.#version}; load both from one release.`,
          ),
        );
      };
      worker.onerror = (event) => {
        event.preventDefault(); // a page that can do without a worker has no uncaught error
        const { message } = event as Partial<ErrorEvent>;
        reject(
          new Error(
            message ||
              `${this.#script.url()} is not there, or the page's Content Security Policy forbids it (worker-src).`,
          ),
        );
      };
    });
    worker.onerror = null;
    port.onmessage = () => {}; // as a port it would hold messages back without
    post(port, { files: this.#files });
    return port;
  }

  #made(): Running {
    if (this.kind === 'worker') {
      const worker = this.#dedicated();
      return { port: worker, worker };
    }
    const worker = this.#script.share();
    return { port: worker.port, worker };
  }

  /** A worker must be of the page's own origin; a blob is, and may import a script from another. */
  #dedicated(): Worker {
    try {
      return this.#script.start();
    } catch (cause) {
      if (!(cause instanceof DOMException) || cause.name !== 'SecurityError') throw cause;
      const script = new Blob([`import ${JSON.stringify(this.#script.url())};`], { type: 'text/javascript' });
      const url = URL.createObjectURL(script);
      const worker = new Worker(url, { type: 'module' });
      worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
      return worker;
    }
  }
}

/** The host's end of a feed whose host is being started: what is asked of it meanwhile is asked later. */
class LateHostEnd implements HostEnd {
  readonly #kind: HostKind;
  #end: HostEnd | undefined;
  #asked: ((end: HostEnd) => void)[] = [];
  open = true;

  /** @param kind Of the host that is being started. */
  constructor(kind: HostKind) {
    this.#kind = kind;
  }

  get kind(): HostKind {
    return this.#end?.kind ?? this.#kind;
  }

  become(end: HostEnd): void {
    this.#end = end;
    for (const ask of this.#asked) ask(end);
    this.#asked = [];
  }

  connect(): void {
    this.#ask((end) => end.connect());
  }

  close(): void {
    this.open = false;
    this.#ask((end) => end.close());
  }

  pause(): void {
    this.#ask((end) => end.pause());
  }

  resume(): void {
    this.#ask((end) => end.resume());
  }

  lifecycle(change: PageLifecycle): void {
    this.#ask((end) => end.lifecycle(change));
  }

  #ask(ask: (end: HostEnd) => void): void {
    if (this.#end) ask(this.#end);
    else this.#asked.push(ask);
  }
}

/** A worker's requests come from its script, if nothing else is said; these come from the page. */
function withReferrer(opening: Opening): Opening {
  const referrer = globalThis.document?.URL;
  if (!referrer?.startsWith('http')) return opening;
  const { request } = opening;
  return { ...opening, request: { ...request, rest: { referrer, ...request.rest } } };
}

const post = (worker: Worker | MessagePort, message: ToWorker, transfer: Transferable[] = []): void =>
  worker.postMessage(message, transfer);

/** An engine's source as a worker can have it: it resolves URLs elsewhere, and takes no Response. */
async function asData(source: WasmSource | undefined): Promise<string | WebAssembly.Module | BufferSource | undefined> {
  if (typeof source === 'string' || source instanceof URL)
    return new URL(source, globalThis.document?.baseURI ?? location.href).href;
  const given = await source;
  return given instanceof Response ? checked(given).arrayBuffer() : given;
}
