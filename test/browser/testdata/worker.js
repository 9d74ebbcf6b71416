import { base } from './feeds.js';

// Runs in the worker, which has origin and base.
const read = `
  const answer = (port) => {
    const f = new FeedSource(base + '/espresso/subscribe?from=1&count=5&rate=0&hold=1');
    let n = 0;
    const hear = (e) => {
      if (++n < 5) return;
      f.close();
      port.postMessage([e.lastEventId, e.constructor.name]);
    };
    for (const type of ['message', 'time', 'news']) f.addEventListener(type, hear);
  };
  if ('onconnect' in globalThis) onconnect = (e) => answer(e.ports[0]);
  else answer(globalThis);
`;

const load = {
  classic: `
    importScripts(origin + '/dist/feedsource.js');
    FeedSource.init({ wasm: origin + '/dist/feedsource.wasm.gz' });
  `,
  module: `import { FeedSource } from '${location.origin}/dist/index.js';`,
};

export async function readInWorker({ kind, worker: Class }) {
  const known = `const origin = ${JSON.stringify(location.origin)}, base = ${JSON.stringify(base)};`;
  const url = URL.createObjectURL(new Blob([known, load[kind], read], { type: 'text/javascript' }));
  const worker = new globalThis[Class](url, { type: kind });
  const port = worker.port ?? worker;
  return new Promise((resolve, reject) => {
    port.onmessage = (e) => resolve(e.data);
    worker.onerror = (e) => reject(new Error(e.message));
  });
}
