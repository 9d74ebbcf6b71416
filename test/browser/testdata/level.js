import { heard, pause } from './feeds.js';

export async function memoryAfterCycles() {
  const memories = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const instance = await instantiate.apply(WebAssembly, args);
    memories.push(instance.exports.mem);
    return instance;
  };
  await FS.init(); // or feeds come and go before the engine is there
  const body = (data, signal) =>
    new ReadableStream({
      start(c) {
        c.enqueue(new TextEncoder().encode(data));
        signal.addEventListener('abort', () => c.error(signal.reason));
      },
    });
  const headers = { 'Content-Type': 'text/event-stream' };
  // Every hundredth waits before it connects again. What Go holds of a page is let go of by finalizers, which run when a wait is over:
  // without any they queue up, 131 bytes for each feed.
  const cycle = async (i) => {
    let fails = i % 100 === 0;
    const f = new FS.FeedSource('http://own/', {
      fetch: async (url, { signal }) => {
        if (fails) {
          fails = false;
          throw new TypeError('no connection');
        }
        return new Response(body(`id: ${i}\ndata: ${'x'.repeat(1000)}\n\n`, signal), { headers });
      },
      reconnect: { delay: () => 0 },
    });
    await heard(f, 'message');
    f.close();
  };
  const cycles = async (n) => {
    for (let i = 0; i < n; i += 20) await Promise.all(Array.from({ length: 20 }, (_, j) => cycle(i + j)));
    return memories[0].buffer.byteLength;
  };
  return [await cycles(2000), await cycles(2000), memories.length];
}

export async function unheededSignal() {
  let answer;
  const f = new FS.FeedSource('http://own/', { fetch: () => new Promise((resolve) => (answer = resolve)) });
  while (!answer) await pause(0);
  f.close();
  return new Promise((resolve) => answer(new Response(new ReadableStream({ cancel: () => resolve('cancelled') }))));
}
