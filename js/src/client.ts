// What Vite gives for the engine's files, of which it wants to be told that their address is meant.

declare module 'feedsource/feedsource.wasm?url' {
  /** The address of the engine, as `init({ wasm })` takes it. */
  const address: string;
  export default address;
}

declare module 'feedsource/feedsource.wasm.gz?url' {
  /** The address of the engine's gzip copy, as `init({ wasm })` takes it. */
  const address: string;
  export default address;
}
