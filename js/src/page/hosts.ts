import type { Host, WasmSource } from '../link/host.js';
import type { FeedSourceInit } from './options.js';

/** Where the feeds of this page can run. */
interface Hosts {
  readonly page: Host;
  readonly worker: Host;
}

let hosts: Hosts;
let inWorker = false; // unless a feed says otherwise

/** Names the hosts; called once by each entry file. */
export function provide(all: Hosts): void {
  hosts = all;
}

/** @throws {TypeError} the options ask for a host that cannot do what else they ask for. */
export function hostOf({ worker = inWorker, fetch }: FeedSourceInit): Host {
  if (!worker) return hosts.page;
  if (fetch) {
    throw new TypeError(
      'fetch is a function of the page, which a worker cannot call; leave out fetch, or say worker: false.',
    );
  }
  return hosts.worker;
}

/**
 * Loads the engine ahead of the first feed, or from another place than beside the
 * script. Calling it again does nothing, except after a failure, when it tries anew.
 *
 * @param options.wasm URL, `Response` (or a promise of one), bytes or compiled module.
 * @param options.worker Whether feeds that do not say so themselves run in a worker; the engine is loaded there. Default
 *   false.
 * @throws {Error} when the engine cannot be fetched or compiled, naming its URL, or
 *   when its version is not the script's.
 * @example await init({ wasm: '/static/feedsource.wasm' });
 */
export async function init(options: { wasm?: WasmSource; worker?: boolean } = {}): Promise<void> {
  inWorker = options.worker ?? inWorker;
  await (inWorker ? hosts.worker : hosts.page).load(options.wasm);
}
