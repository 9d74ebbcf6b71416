import contender from 'contender'; // the one whose page this is, named to esbuild
import { overHTTP } from './source.js';

// From the start of the navigation to the first event: library, engine and feed.
const way = contender.ways.find(({ by }) => ['addEventListener', 'onmessage callback', ''].includes(by));
const delay = new URLSearchParams(location.search).get('delay');
globalThis.first = new Promise((resolve, reject) => {
  way
    .run(overHTTP('sse', 'message', 1, `/first?delay=${delay}`), () => resolve(performance.now()), 'text')
    .then(() => reject(new Error('delivered nothing')), reject);
});

// The longest task of the main thread until a little after that, in milliseconds; 0 if none was over 50.
const tasks = [0];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) tasks.push(duration);
}).observe({ type: 'longtask', buffered: true });
globalThis.longestTask = globalThis.first.then(async () => {
  await new Promise((resolve) => setTimeout(resolve, 500));
  return Math.max(...tasks);
});
