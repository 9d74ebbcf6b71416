import { locate } from './loader.js';

// Written out so that bundlers find the files and take them along. A bundle that is a
// classic script has no import.meta.url, and is told the place by init.
if (import.meta.url) {
  locate(new URL('feedsource.wasm', import.meta.url), new URL('feedsource.wasm.gz', import.meta.url));
}

export { FeedSource, type FeedErrorEvent, type FeedSourceEventMap } from './feed-source.js';
export { EventSource } from './event-source.js';
export { FeedEvent, MalformedEvent } from './events.js';
export { FeedError, type FeedErrorType } from './errors.js';
export { init } from './engine.js';
export type { WasmSource } from './loader.js';
export { formats } from './options.js';
export type {
  Backfill, CursorStore, FeedHeaders, FeedSourceInit, Format, ReconnectOptions, Resume, Signal,
} from './options.js';
export type { PresetName } from './presets.js';
export type { GapDetail, LagDetail, StallDetail, WarningDetail } from './notices.js';
export type { FeedStats } from './core.js';
