// The same as messages, where a link is a MessagePort, and what starts such a link.

import type { Batch } from './batch.js';
import type { Failure, Message, Notice, PageLifecycle, RequestState } from './ends.js';
import type { Opening } from './opening.js';
import type { ResponseData, Traffic } from './traffic.js';

/** What the host tells the page, and asks it. */
export type ToPage =
  | { readonly tell: 'opened'; readonly what: ResponseData }
  | { readonly tell: 'received'; readonly what: Batch }
  | { readonly tell: 'failed'; readonly what: Failure }
  | { readonly tell: 'notice'; readonly what: Notice }
  | { readonly tell: 'quiet' | 'shared'; readonly what: number }
  | { readonly tell: 'keep'; readonly what: string }
  | { readonly tell: 'remember'; readonly what: string }
  | { readonly tell: 'saw'; readonly what: Traffic }
  | { readonly ask: 'headers'; readonly what: RequestState; readonly id: number }
  | { readonly ask: 'address'; readonly what: RequestState; readonly id: number }
  | { readonly ask: 'delay'; readonly what: Failure; readonly id: number }
  | { readonly ask: 'missing'; readonly what: string; readonly id: number }
  | { readonly ask: 'say'; readonly what: Saying; readonly id: number }
  | { readonly sent: number; readonly cause?: string };

/** The question what the page has to say. */
export interface Saying {
  readonly to: number;
  readonly state: RequestState;
}

/** What the page asks of the host, how far it has come, and its answers. */
export type ToHost =
  | { readonly call: 'connect' | 'close' | 'pause' | 'resume' | 'interrupt' | 'record' }
  | { readonly call: 'lifecycle'; readonly change: PageLifecycle }
  | { readonly standsFor: number }
  | { readonly send: Message; readonly id: number }
  | { readonly taken: number }
  | { readonly answer: number; readonly value: unknown }
  | { readonly refusal: number; readonly cause: unknown };

/** What the page says to a worker that hosts its feeds. */
export type ToWorker =
  | { readonly engine: EngineFile | undefined }
  | {
      readonly load: string | WebAssembly.Module | BufferSource | undefined;
      readonly id: number;
      /** The engine is to read feeds of its own as well, for its code to be compiled. */
      readonly rehearses?: boolean;
    }
  | { readonly open: Opening; readonly port: MessagePort; readonly life: string | undefined };

/** What such a worker says: that it runs, and the lock that it holds for as long as it does; and whether a load succeeded. */
export type FromWorker =
  | { readonly version: string; readonly life: string | undefined }
  | { readonly loaded: number }
  | { readonly failed: number; readonly message: string };

/** The engine as the script has it beside itself: its gzip copy. */
export interface EngineFile {
  readonly url: string;
  /** Sums, one of which it must have, as `fetch` takes them. */
  readonly integrity?: string | undefined;
}
