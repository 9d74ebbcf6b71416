// What the browser's debugger tells of this page, by way of the server.
import { wasmMemory } from './wasm-memory.js';

const ask = async (path) => Number(await (await fetch(path)).text());

/** CPU time of the page's process in seconds, of all its threads. The kernel counts it in ticks of 10 ms. */
export const cpu = () => ask('/cpu');

/**
 * Bytes in use after a collection: JavaScript objects, what the browser keeps for them,
 * buffers, and WebAssembly memory.
 */
export const heap = async () => (await ask('/heap')) + wasmMemory();
