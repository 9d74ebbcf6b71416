/** What of Node is used here, which Deno and Bun have as well. */
interface Process {
  readonly versions?: { readonly node?: string };
  on?(event: 'exit', listener: () => void): void;
  off?(event: 'exit', listener: () => void): void;
  getBuiltinModule?(name: 'node:fs/promises'): { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> };
  getBuiltinModule?(name: 'node:zlib'): { gunzipSync(zipped: Uint8Array): Uint8Array<ArrayBuffer> };
}

const { process } = globalThis as { process?: Process };

/** The process that this runs in; undefined in browsers, where bundlers may have put something in its place. */
export const ownProcess = process?.versions?.node ? process : undefined;
