import { FeedSource } from 'feedsource';

// What happens in a visit, from the start of the navigation to the hundredth record, and when.
const times = new Map([['the script runs', performance.now()]]);
const note = (name) => times.has(name) || times.set(name, performance.now());

// The engine's start is a task of the page's: it begins when the module is instantiated, and the next task is behind it.
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  note('the engine, compiled and warmed up, starts in the page');
  const result = await instantiate(...given);
  setTimeout(() => note('it has started, and takes the feed over'));
  return result;
};

const feed = new FeedSource('/live?count=100&rate=100', { format: 'sse', reconnect: false });
note('the feed is made');
let records = 0;
feed.onmessage = () => {
  note('the first record is there');
  if (++records === 100) note('the hundredth record is there');
};

const tasks = [0];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) tasks.push(duration);
}).observe({ type: 'longtask', buffered: true });

globalThis.visit = new Promise((resolve) => (feed.onerror = resolve)).then(async () => {
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const { name, requestStart, responseStart, responseEnd } of performance.getEntriesByType('resource')) {
    if (name.includes('/live')) {
      times.set('its request is sent', requestStart);
      times.set('the head of the answer is there', responseStart);
    } else if (name.endsWith('.wasm.gz')) {
      times.set("the engine's file is asked for", requestStart);
      times.set("the engine's file is there", responseEnd);
    }
  }
  const steps = [...times].sort(([, a], [, b]) => a - b);
  return { first: times.get('the first record is there'), longestTask: Math.max(...tasks), steps };
});
