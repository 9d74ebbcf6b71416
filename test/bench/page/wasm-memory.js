// The browser's account of the heap leaves out the memory of WebAssembly modules, so
// that of every module instantiated from here on is kept in view.
const memories = new Set();

for (const name of ['instantiate', 'instantiateStreaming']) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const made = await original.apply(WebAssembly, args);
    const { exports } = made.instance ?? made;
    for (const part of Object.values(exports)) if (part instanceof WebAssembly.Memory) memories.add(part);
    return made;
  };
}

/** Bytes of WebAssembly memory, which grows and never shrinks. */
export const wasmMemory = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
