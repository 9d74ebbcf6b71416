import type { WasmSource } from '../link/host.js';
import type { FeedSourceInit } from './options.js';

/** What `init` takes. All are optional. */
export interface InitOptions {
  /**
   * Where the engine is: its URL, a `Response` or a promise of one, bytes, or a compiled module.
   * @default beside the script
   */
  wasm?: WasmSource | undefined;
  /**
   * Whether feeds that do not say so themselves run in a worker. The engine is loaded there.
   * @default false
   */
  worker?: boolean | undefined;
  /**
   * Whether feeds that do not say so themselves are shared. The engine is loaded there.
   * @default false
   */
  share?: FeedSourceInit['share'];
  /**
   * Whether plain feeds are read by a small reader until the engine is there. With `false`, every feed waits for the engine.
   * No page can tell by its events.
   * @default true
   */
  interim?: boolean | undefined;
  /**
   * Whether the engine runs in a worker once before it starts in the page, so that the page compiles nothing. `false` is for
   * pages whose policy forbids workers made of a URL, as Trusted Types do: the browser would report the attempt.
   * @default true
   */
  warmUp?: boolean | undefined;
}
