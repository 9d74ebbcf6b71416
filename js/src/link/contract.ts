// What passes between the page, the host and the engine is plain data, and all of it is named here and in its twin:
// js/src/link/contract.ts and the folder of its name say it in TypeScript, wasm/internal/bridge/contract_js.go in Go, with
// read_options.go and read_head.go beside it. The page is where a page's own code runs; the host is where the engine runs, in the same
// thread or another; a link joins the two. A change here is a change there: test/layout compares the names, and the
// order where the order counts.

export type * from './contract/plain.js';
export type * from './contract/options.js';
export type * from './contract/opening.js';
export type * from './contract/share.js';
export type * from './contract/traffic.js';
export * from './contract/ends.js';
export * from './contract/batch.js';
export type * from './contract/messages.js';
export * from './contract/engine.js';
