/**
 * What only Node.js, Deno and Bun can do.
 *
 * @see docs/runtimes.md
 * @packageDocumentation
 */

export { fileStore, type FileStore } from './file-store.js';
