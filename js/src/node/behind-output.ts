import type { Writable } from 'node:stream';
import type { FileStore } from './file-store.js';

/**
 * A store that keeps a cursor when all that was written ahead of it has left the program: what a full disk or a closed pipe did
 * not take comes again in the next run.
 */
export function behindOutput(store: FileStore, output: Writable): FileStore {
  let isBroken = false;
  output.on('error', () => (isBroken = true));
  return {
    get: (key) => store.get(key),
    async set(key, value) {
      await new Promise((resolve) => output.write('', resolve)); // in its turn
      if (!isBroken) await store.set(key, value);
    },
  };
}
