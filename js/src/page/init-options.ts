import type { WasmSource } from '../link/host.js';
import type { FeedSourceInit } from './options.js';

/** What `init` takes. All are optional. */
export interface InitOptions {
  /** Where the engine is: its URL, a `Response` or a promise of one, bytes, or a compiled module. Default: beside the script. */
  wasm?: WasmSource | undefined;
  /** Whether feeds that do not say so themselves run in a worker; the engine is loaded there. Default false. */
  worker?: boolean | undefined;
  /** Whether feeds that do not say so themselves are shared; the engine is loaded there. Default false. */
  share?: FeedSourceInit['share'];
  /**
   * Whether plain feeds are read by a small reader until the engine is there. Default true; no page can tell by its events,
   * so that false is of use for a test of that.
   */
  interim?: boolean | undefined;
  /**
   * Whether the engine runs in a worker once before it starts in the page, which then compiles no code of it. Default true.
   * False is for pages whose policy forbids workers made of a URL, as Trusted Types do: the browser would report the attempt.
   */
  warmUp?: boolean | undefined;
}
