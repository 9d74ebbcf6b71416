/*
 * Has FeedSource run in Node: its engine is read from disk, and what browsers have and Node 20 has not is made up.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

globalThis.addEventListener ??= () => {};
globalThis.reportError ??= (error) => console.error(error);
globalThis.ErrorEvent ??= class ErrorEvent extends Event {
  constructor(type, { error, message }) {
    super(type);
    Object.assign(this, { error, message });
  }
};

const { init } = await import('feedsource');
const wasm = fileURLToPath(import.meta.resolve('feedsource/feedsource.wasm'));
await init({ wasm: await readFile(wasm) });
