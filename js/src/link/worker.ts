import type { HostEnd, HostKind, Lifecycle, Opening, PageEnd } from './contract.js';
import { checked, type EngineFiles, type Host, type OwnFetch, type WasmSource } from './host.js';
import { PortHostEnd } from './port.js';

/** What the page says to a worker that hosts its feeds. */
export type ToWorker =
  | { readonly files: EngineFiles | undefined }
  | { readonly load: string | WebAssembly.Module | BufferSource | undefined; readonly id: number }
  | { readonly open: Opening; readonly port: MessagePort };

/** What such a worker says: that it runs, and whether a load succeeded. */
export type FromWorker =
  | { readonly version: string }
  | { readonly loaded: number }
  | { readonly failed: number; readonly message: string };

/** How a worker is started: from a script of the page's own origin, or by way of a blob from another. */
export interface WorkerScript {
  start(): Worker;
  url(): string;
}

/** A dedicated worker that hosts all feeds of a page that ask for one; where it cannot be started the page does. */
export class WorkerHost implements Host {
  readonly #script: WorkerScript;
  readonly #page: Host;
  readonly #version: string;
  readonly #files: EngineFiles | undefined;
  #running: Promise<Worker> | undefined;
  #loads = 0;

  /**
   * @param page The host for when there is no worker.
   * @param version Of this script; the worker's must be the same.
   */
  constructor(script: WorkerScript, page: Host, version: string, files: EngineFiles | undefined) {
    this.#script = script;
    this.#page = page;
    this.#version = version;
    this.#files = files;
  }

  get kind(): HostKind {
    return 'worker';
  }

  async load(source: WasmSource | undefined): Promise<void> {
    const given = await asData(source);
    let worker;
    try {
      worker = await this.#worker();
    } catch {
      return this.#page.load(given); // each feed warns of it
    }
    const id = ++this.#loads;
    return new Promise<void>((resolve, reject) => {
      const hear = ({ data }: MessageEvent<FromWorker>) => {
        if ('loaded' in data && data.loaded === id) resolve();
        else if ('failed' in data && data.failed === id) reject(new Error(data.message));
        else return;
        worker.removeEventListener('message', hear);
      };
      worker.addEventListener('message', hear);
      post(worker, { load: given, id });
    });
  }

  open(opening: Opening, page: PageEnd, fetch: OwnFetch | undefined): HostEnd {
    const end = new LateHostEnd();
    this.#worker().then(
      (worker) => {
        if (!end.open) return;
        const { port1, port2 } = new MessageChannel();
        const { body } = opening.request;
        post(worker, { open: opening, port: port2 }, body instanceof ReadableStream ? [port2, body] : [port2]);
        end.become(new PortHostEnd('worker', port1, page));
      },
      (cause: Error) => {
        if (!end.open) return;
        const message = `The feed runs in the page, because its worker could not be started: ${cause.message}`;
        page.notice({ type: 'warning', detail: { reason: 'worker', message } });
        end.become(this.#page.open(opening, page, fetch));
      },
    );
    return end;
  }

  #worker(): Promise<Worker> {
    return (this.#running ??= this.#start());
  }

  async #start(): Promise<Worker> {
    const worker = this.#made();
    await new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
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
        reject(
          new Error(
            event.message ||
              `${this.#script.url()} is not there, or the page's Content Security Policy forbids it (worker-src).`,
          ),
        );
      };
    });
    worker.onmessage = worker.onerror = null;
    post(worker, { files: this.#files });
    return worker;
  }

  /** A worker must be of the page's own origin; a blob is, and may import a script from another. */
  #made(): Worker {
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
  #end: HostEnd | undefined;
  #asked: ((end: HostEnd) => void)[] = [];
  open = true;

  get kind(): HostKind {
    return this.#end?.kind ?? 'worker';
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

  lifecycle(change: Lifecycle): void {
    this.#ask((end) => end.lifecycle(change));
  }

  #ask(ask: (end: HostEnd) => void): void {
    if (this.#end) ask(this.#end);
    else this.#asked.push(ask);
  }
}

const post = (worker: Worker, message: ToWorker, transfer: Transferable[] = []): void =>
  worker.postMessage(message, transfer);

/** An engine's source as a worker can have it: it resolves URLs elsewhere, and takes no Response. */
async function asData(source: WasmSource | undefined): Promise<string | WebAssembly.Module | BufferSource | undefined> {
  if (typeof source === 'string' || source instanceof URL)
    return new URL(source, globalThis.document?.baseURI ?? location.href).href;
  const given = await source;
  return given instanceof Response ? checked(given).arrayBuffer() : given;
}
