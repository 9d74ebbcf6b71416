// What a bundler gives for an import of feedsource/feedsource.wasm or a copy of it.

/** The address of the file, as `init({ wasm })` takes it. */
declare const address: string;
export default address;
