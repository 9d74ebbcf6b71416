import type { FileStore } from './file-store.js';

/** A store that can tell whether what it was asked last came to something. */
export class ToldStore implements FileStore {
  /** What it was asked last has failed: the cursor is not where the next run would look for it. */
  hasFailed = false;
  readonly #store: FileStore;

  constructor(store: FileStore) {
    this.#store = store;
  }

  get(key: string): string | undefined {
    this.hasFailed = true;
    const kept = this.#store.get(key);
    this.hasFailed = false;
    return kept;
  }

  async set(key: string, value: string): Promise<void> {
    this.hasFailed = true;
    await this.#store.set(key, value);
    this.hasFailed = false;
  }
}
