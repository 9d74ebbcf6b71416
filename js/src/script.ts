// The classic script: one global, FeedSource, which carries the rest.
import { init } from './engine.js';
import { FeedError } from './errors.js';
import { EventSource } from './event-source.js';
import { FeedEvent, MalformedEvent } from './events.js';
import { FeedSource } from './feed-source.js';
import { locate } from './loader.js';
import { formats } from './options.js';

// A worker has no current script; there the stack of an error begins with this script's URL.
// Where that fails the worker's own place is the best guess. A worker made of a blob has
// none, and calls init({ wasm: url }).
const script = (globalThis.document?.currentScript as HTMLScriptElement | null | undefined)?.src
  || /(?:https?|file):\S+?(?=:\d+:\d+)/.exec(new Error().stack ?? '')?.[0]
  || globalThis.location?.href || '';
if (!/^(blob|data|about):/.test(script)) locate(new URL('feedsource.wasm', script), new URL('feedsource.wasm.gz', script));

const FeedSourceGlobal = Object.assign(FeedSource, { EventSource, FeedEvent, FeedError, MalformedEvent, formats, init });
Object.assign(globalThis, { FeedSource: FeedSourceGlobal });
