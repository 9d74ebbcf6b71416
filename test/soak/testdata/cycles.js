import { wait, within } from './gauges.js';

// Opens feeds and closes them in every way and at every time there is. Each way makes
// its feed and resolves when it has let go of it.
const formats = ['sse', 'ndjson', 'json', 'json-cr', 'json-crlf', 'length', 'json-seq', 'json-array', 'lines'];
const event = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
const read = () => {}; // a feed that nobody reads does not come to its end
const store = new Map();
const hold = []; // what a page of bad manners does not let go of

// The feeds of one cycle: `make` gives one that streams on, unless the query says otherwise.
const ways = {
  'at once': (make) => make().close(),
  'while connecting': async (make) => {
    const asked = Promise.withResolvers();
    const ask = (...args) => {
      asked.resolve();
      return fetch(...args);
    };
    const feed = make('&hang', { fetch: ask });
    await asked.promise;
    feed.close();
  },
  'when open': async (make) => {
    const feed = make();
    await event(feed, 'open');
    feed.close();
  },
  'after a record': async (make) => {
    const feed = make();
    await event(feed, 'message');
    feed.close();
  },
  'in a handler': (make) =>
    new Promise((resolve) => {
      const feed = make();
      feed.onmessage = () => resolve(feed.close());
    }),
  'while waiting to try again': async (make) => {
    const feed = make('&status=503');
    await event(feed, 'error');
    feed.close();
  },
  'while its headers are awaited': async (make) => {
    const asked = Promise.withResolvers();
    const headers = Promise.withResolvers();
    const ask = () => {
      asked.resolve();
      return headers.promise;
    };
    const feed = make('', { headers: ask });
    await asked.promise;
    feed.close();
    if (Math.random() < 0.5) headers.resolve({}); // the others are never settled
  },
  'after a cut': async (make) => {
    const feed = make('&per=2&end=cut');
    feed.onmessage = read;
    await event(feed, 'error');
    feed.close();
  },
  'after it went on': async (make, i) => {
    const feed = make('&per=2&end=cut', { format: i % 2 ? 'sse' : 'lines', reconnect: { delay: () => 1 } });
    feed.onmessage = read;
    await event(feed, 'error');
    await event(feed, 'message');
    feed.close();
  },
  'by itself, for good': (make) => event(make('&status=404'), 'error'),
  'by itself, complete': (make) => {
    const feed = make('&per=2&end=end', { format: 'json-array' });
    feed.onmessage = read;
    return event(feed, 'error');
  },
  'by a signal': async (make) => {
    const aborter = new AbortController();
    const feed = make('', { signal: aborter.signal });
    await event(feed, 'message');
    aborter.abort();
  },
  'out of a loop': async (make) => {
    const feed = make();
    for await (const _ of feed) break;
    feed.close();
  },
  'while paused': async (make) => {
    const feed = make('&last=0&pace=1'); // more comes than anybody takes
    await event(feed, 'message');
    feed.pause();
    await wait(5);
    feed.close();
  },
  'with a kept cursor': async (make, i) => {
    const persist = { get: (key) => store.get(key), set: (key, value) => void store.set(key, value) };
    const feed = make('', { format: 'ndjson', id: '/id', resume: { persist, key: `${i}` } });
    await event(feed, 'message');
    feed.close();
  },
  'with a limit of silence': async (make) => {
    const feed = make('', { keepalive: { timeoutMs: 60_000, connectMs: 60_000 } });
    await event(feed, 'message');
    feed.close();
  },
  'while records are filled in': async (make) => {
    const asked = Promise.withResolvers();
    const backfill = async function* () {
      asked.resolve();
      await new Promise(() => {});
    };
    const feed = make('', { format: 'ndjson', id: '/id', resume: false, lastEventId: '1', backfill });
    await asked.promise;
    feed.close();
  },
  'with a preset': async (make) => {
    const feed = make('', { preset: 'ntfy' });
    await event(feed, 'message');
    feed.close();
  },
  'as an EventSource': async (_make, _i, url) => {
    const feed = new FS.EventSource(url('sse', ''));
    await event(feed, 'message');
    feed.close();
  },
};
const names = Object.keys(ways);

/** Cycles from one number to another, ten at a time. Returns the names of the ways. */
export const cycles = async ({ origins, from, to, manners }) => {
  store.clear();
  const underWay = new Set();
  const cycle = async (i) => {
    const url = (format, query) => `${origins[i % origins.length]}/?${query}&format=${format}&last=3&feed=${i}`;
    const make = (query = '', options = {}) => {
      const format = options.format ?? formats[i % formats.length];
      return new FS.FeedSource(url(format, query), { format, ...options });
    };
    if (manners === 'leaking') {
      // Another feed, which stays open. It is of the page's own making and needs no connection.
      const feed = new FS.FeedSource('http://own/', {
        fetch: async () => new Response(new ReadableStream({ start() {} })),
      });
      feed.addEventListener('message', () => {});
      hold.push(feed);
      setTimeout(() => {}, 3600_000);
      await event(feed, 'open');
    }
    const name = names[i % names.length];
    underWay.add(name);
    await ways[name](make, i, url);
    underWay.delete(name);
  };
  for (let i = from; i < to; i += 10) {
    const ten = Promise.all(Array.from({ length: Math.min(10, to - i) }, (_, k) => cycle(i + k)));
    await within(20_000, ten, () => `these feeds did not get as far as they should: ${[...underWay].join(', ')}`);
  }
  return names;
};
