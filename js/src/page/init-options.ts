import type { WasmSource } from '../link/host.js';
import type { FeedSourceInit } from './options.js';

/** What `init` takes. */
export interface InitOptions {
  wasm?: WasmSource;
  worker?: boolean;
  share?: FeedSourceInit['share'];
  interim?: boolean;
  warmUp?: boolean;
}
