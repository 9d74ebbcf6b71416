import { until } from './hear.js';

let memory;
let feed;

// Has the next engine of the page show its linear memory.
export function watchMemory() {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const instance = await instantiate.apply(WebAssembly, args);
    memory = instance.exports.mem;
    return instance;
  };
}

export async function memoryAtStart() {
  await FS.init();
  return memoryNow();
}

export const memoryNow = () => memory.buffer.byteLength;

// Reads so many bytes of a body, and tells of the memory halfway and at the end.
export async function readBomb({ url, format, limit, listens, size }) {
  await FS.init(); // or small bombs are read before there is a memory
  feed = new FS.FeedSource(url, { format, maxRecordBytes: limit, reconnect: false });
  let failed;
  feed.addEventListener('error', (e) => (failed = e));
  feed.addEventListener(listens, () => {});
  const reaches = async (bytes) => {
    await until(() => failed || feed.stats.bytes >= bytes);
    if (failed) throw new Error(failed.message);
    return memoryNow();
  };
  const early = await reaches(Math.floor(size / 2));
  const late = await reaches(size);
  const { liveness, host, ...counters } = feed.stats;
  return { ...counters, early, late };
}

export const close = () => feed.close();
