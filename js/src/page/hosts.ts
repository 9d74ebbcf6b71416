import { isOpaque } from '../link/body.js';
import type { BodyData, ShareData } from '../link/contract.js';
import type { Host } from '../link/host.js';
import { checkInit } from './check.js';
import type { InitOptions } from './init-options.js';
import type { FeedSourceInit } from './options.js';
import { waysOf, type FullInit } from './short-forms.js';

/** Where the feeds of this page can run. */
interface Hosts {
  readonly page: Host;
  readonly worker: Host;
  readonly share: Host;
  /** That of the package. */
  readonly version: string;
}

let hosts: Hosts;
// Unless a feed says otherwise:
let inWorker = false;
let shared: FeedSourceInit['share'] = false;

/** Whether plain feeds are read before the engine is there. */
export let readsAhead = true;

/** The release of the package that a page has. */
export const release = (): string => hosts.version;

/** Names the hosts; called once by each entry file. */
export function provide(all: Hosts): void {
  hosts = all;
}

/** @throws {TypeError} the options ask for a host that cannot do what else they ask for. */
export function hostOf({ worker = inWorker, share = shared, fetch }: FullInit): Host {
  if (!worker && !share) return hosts.page;
  if (fetch) {
    const option = share ? 'share' : 'worker';
    throw new TypeError(
      `fetch is a function of the page, which a worker cannot call; leave out fetch, or say ${option}: false.`,
    );
  }
  return share ? hosts.share : hosts.worker;
}

/**
 * How a feed takes part in a shared one; undefined if it is not shared.
 *
 * @throws {TypeError} it has a body of which nobody can tell whether another is equal.
 */
export function shareData({ share = shared, resume }: FullInit, body: BodyData): ShareData | undefined {
  if (!share) return undefined;
  if (isOpaque(body))
    throw new TypeError(
      'share takes a body of text, bytes or fields: of a Blob, a file or a stream it cannot tell whether another is equal.',
    );
  const { name = '', replay = 0 } = typeof share === 'object' ? share : { name: share === true ? '' : share };
  const visible = globalThis.document?.visibilityState !== 'hidden';
  return { name, replay, visible, keeps: !!waysOf(resume).persist };
}

/**
 * Loads the engine ahead of the first feed, or from another place than beside the
 * script. Calling it again does nothing, except after a failure, when it tries anew.
 *
 * @throws {TypeError} there is no such option, or it has a value that it cannot have.
 * @throws {Error} when the engine cannot be fetched or compiled, naming its URL, or
 *   when its version is not the script's.
 * @example await init({ wasm: '/static/feedsource.wasm' });
 */
export async function init(options: InitOptions = {}): Promise<void> {
  checkInit(options);
  inWorker = options.worker ?? inWorker;
  shared = options.share ?? shared;
  readsAhead = options.interim ?? readsAhead;
  await (shared ? hosts.share : inWorker ? hosts.worker : hosts.page).load(options.wasm, options.warmUp);
}
