import contender from 'contender'; // the one whose page this is, named to esbuild
import { overHTTP } from './source.js';

// A visit: library, engine and feeds, from the start of the navigation until every feed has its first record.
const asked = new URLSearchParams(location.search);
const format = asked.get('format');
const usual = ['addEventListener', 'onmessage callback', 'onMessage', ''];
const way = contender.ways.find(({ by, formats }) => usual.includes(by) && formats.includes(format));

/** The time of a feed's first record. Each has a URL of its own: requests for one URL wait for each other's answer. */
const firstOf = (feed) =>
  new Promise((resolve, reject) => {
    const source = overHTTP(format, 'message', 1, `/first${location.search}&feed=${feed}`);
    source.preset = asked.get('preset') ?? undefined;
    way
      .run(source, () => resolve(performance.now()), 'text')
      .then(() => reject(new Error('delivered nothing')), reject);
  });

// Tasks of the main thread that took over 50 ms; shorter ones are not told.
const tasks = [0];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) tasks.push(duration);
}).observe({ type: 'longtask', buffered: true });

const first = Promise.all(Array.from({ length: asked.get('feeds') }, (_, feed) => firstOf(feed)));

/** When the last feed had its first record, and the longest task until `after` ms later, in milliseconds. */
globalThis.visit = first.then(async (times) => {
  await new Promise((resolve) => setTimeout(resolve, asked.get('after')));
  return { first: Math.max(...times), longestTask: Math.max(...tasks) };
});
