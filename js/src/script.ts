/**
 * What the script tag declares: one global, `FeedSource`, which carries what else a module imports by name.
 *
 * @see docs/typescript.md
 * @packageDocumentation
 */

import type { Carried } from './global.js';
import { locate } from './host/loader.js';
import { pageHost } from './host/page-host.js';
import { warmUpBy } from './host/warm-up.js';
import { sharingHost } from './link/share.js';
import { WorkerHost } from './link/worker.js';
import { workerAt } from './link/worker-script.js';
import { envelope } from './page/envelope.js';
import { FeedError } from './page/errors.js';
import { EventSource } from './page/event-source.js';
import { FeedEvent } from './page/events.js';
import { KeepAliveEvent } from './page/keep-alive-event.js';
import { MalformedEvent } from './page/malformed-event.js';
import { OpenEvent } from './page/open-event.js';
import { FeedSource } from './page/feed-source.js';
import { init, provide } from './page/hosts.js';
import { formats } from './page/options.js';

export type { Carried }; // and with it the global

declare const VERSION: string; // js/package.json's, set by build.sh
declare const INTEGRITY: string; // the sums of the engine, zipped and plain, set by build.sh

// A worker has no current script; there the stack of an error begins with this script's URL.
// Where that fails the worker's own place is the best guess. A worker made of a blob has
// none, and calls init({ wasm: url }).
const tag = globalThis.document?.currentScript as HTMLScriptElement | null | undefined;
const script =
  tag?.src || /[\w-]+:\/\/\S+?(?=:\d+:\d+)/.exec(new Error().stack ?? '')?.[0] || globalThis.location?.href || '';
const beside = (name: string) => new URL(name, script).href;
// A page that has a sum for this script has one for the engine by it.
const integrity = tag?.integrity ? INTEGRITY : undefined;
const engine = /^(blob|data|about):/.test(script) ? undefined : { url: beside('feedsource.wasm.gz'), integrity };
locate(engine);
const workerScript = workerAt(() => beside('worker.js'));
warmUpBy(workerScript);
const worker = new WorkerHost('worker', workerScript, pageHost, VERSION, engine);
provide({ page: pageHost, worker, share: sharingHost(workerScript, worker, VERSION, engine), version: VERSION });

Object.assign(globalThis, {
  FeedSource: Object.assign(FeedSource, {
    EventSource,
    FeedEvent,
    FeedError,
    KeepAliveEvent,
    MalformedEvent,
    OpenEvent,
    envelope,
    formats,
    init,
  } satisfies Carried),
});
