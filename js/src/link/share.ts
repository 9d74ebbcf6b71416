import type { EngineFile, HostEnd, Opening, PageEnd } from './contract.js';
import type { Host, WasmSource } from './host.js';
import { WorkerHost } from './worker.js';
import type { WorkerScript } from './worker-script.js';

/** The host of shared feeds: one worker of all pages, or where there is none a worker of each, of which one is elected. */
export function sharingHost(script: WorkerScript, worker: Host, version: string, engine: EngineFile | undefined): Host {
  const electing = new ElectingHost(worker);
  return globalThis.SharedWorker ? new WorkerHost('shared', script, electing, version, engine) : electing;
}

/** Workers of which one is elected, which takes Web Locks; a page that has none shares nothing. */
class ElectingHost implements Host {
  readonly kind = 'elected';
  readonly #worker: Host;

  constructor(worker: Host) {
    this.#worker = worker;
  }

  load(source: WasmSource | undefined): Promise<void> {
    return this.#worker.load(source);
  }

  open(opening: Opening, page: PageEnd): HostEnd {
    if (globalThis.navigator?.locks) return this.#worker.open(opening, page);
    const message = 'The feed is not shared: Web Locks, which a secure page (https) has, are missing here.';
    queueMicrotask(() => page.notice({ type: 'warning', detail: { reason: 'share', message } }));
    return this.#worker.open({ ...opening, share: undefined }, page);
  }
}
