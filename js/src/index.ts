/**
 * The classes that read feeds, and the types that go with them.
 *
 * @see docs/reading.md
 * @packageDocumentation
 */

import { locate } from './host/loader.js';
import { pageHost } from './host/page-host.js';
import { warmUpBy } from './host/warm-up.js';
import { sharingHost } from './link/share.js';
import { WorkerHost } from './link/worker.js';
import { provide } from './page/hosts.js';

declare const VERSION: string; // js/package.json's, set by build.sh

// Addresses are written out so that bundlers find the files and take them along. A bundle that is a classic script has no
// import.meta.url: it is told the engine's place by init, and has no worker.
// One file alone is named: they would take both along.
const engine = import.meta.url ? { url: new URL('feedsource.wasm.gz', import.meta.url).href } : undefined;
locate(engine);
const script = {
  start: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
  // The name keeps releases apart. Options are written out for bundlers too: one of them takes none that it cannot read.
  share: () =>
    new SharedWorker(new URL('./worker.js', import.meta.url), {
      type: 'module',
      name: 'feedsource ' + VERSION,
      extendedLifetime: true,
    } as WorkerOptions),
  // Bundlers write the file a second time for this. By this address alone, they would write it once, but Vite puts what has one
  // into the code of a library: a worker of a data: URL has no origin, and may not read the feeds of its own site.
  url: () => new URL('./worker.js', import.meta.url).href,
};
warmUpBy(script);
const worker = new WorkerHost('worker', script, pageHost, VERSION, engine);
provide({ page: pageHost, worker, share: sharingHost(script, worker, VERSION, engine), version: VERSION });

export { FeedSource, type FeedHandler, type LoopOptions, type TypedFeedSource } from './page/feed-source.js';
export type {
  EventOfType,
  FeedErrorEvent,
  FeedListener,
  FeedSourceEventMap,
  TypedFeedEvent,
} from './page/event-map.js';
export { EventSource, type EventSourceHandler, type EventSourceListener } from './page/event-source.js';
export { FeedEvent, type BinaryType, type FeedEventData } from './page/events.js';
export { KeepAliveEvent, type KeepAliveKind } from './page/keep-alive-event.js';
export {
  MalformedEvent,
  type MalformedEventData,
  type MalformedEventInit,
  type MalformedReason,
} from './page/malformed-event.js';
export { OpenEvent, type FeedResponse } from './page/open-event.js';
export { envelope } from './page/envelope.js';
export type { HeaderFields, HeaderValue } from './page/header-fields.js';
export { FeedError, type FeedErrorData, type FeedErrorType } from './page/errors.js';
export { init } from './page/hosts.js';
export type { InitOptions } from './page/init-options.js';
export type { Bytes, HostKind, RowReason } from './link/contract.js';
export type { WasmSource } from './link/host.js';
export { formats } from './page/options.js';
export type {
  AskedWords,
  AskMissing,
  AskURL,
  Backfill,
  CursorStore,
  Dedupe,
  Encoded,
  FeedHeaders,
  FeedSourceInit,
  FeedState,
  FeedURL,
  FixedFormat,
  Format,
  Gap,
  HeaderList,
  Keepalive,
  Lag,
  Member,
  PresetName,
  ReconnectOptions,
  RecordOptions,
  Resume,
  Sendable,
  Signal,
  StoreName,
  ValidatedInit,
  Words,
} from './page/options.js';
export type { GapDetail, LagDetail, NoticeEvent, StallDetail, WarningDetail } from './page/notices.js';
export type { Redact, SecretKind } from './page/redaction.js';
export type * from './recorder/event.js';
export type { HAR, HAREntry, HARField } from './recorder/har.js';
export type { Recording } from './recorder/recording.js';
export type { RecordIssue, SchemaIssue, SchemaResult, StandardSchema } from './page/schema.js';
export type { FeedStats } from './page/stats.js';
