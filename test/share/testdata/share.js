// What a tab does with feeds that it shares. Each has a name of its own in the tab.

const feeds = new Map();

/** Opens a feed and notes what it says. `asks`: its headers come from a function, which says the tab's name. */
export function open({ name = 'feed', url, options, asks, hangs, persist }) {
  const feed = { ids: [], log: [], asked: 0, waiting: [] };
  const all = { ...options };
  if (asks) {
    all.headers = () => {
      feed.asked++;
      for (const look of feed.waiting.splice(0)) look();
      return hangs ? new Promise(() => {}) : { 'X-Tab': asks };
    };
  }
  if (persist) all.resume = { persist: localStorage, key: persist };
  feed.source = new globalThis.FS.FeedSource(url, all);
  feed.source.onmessage = (event) => {
    feed.ids.push(Number(event.lastEventId));
    for (const look of feed.waiting.splice(0)) look();
  };
  feed.source.onopen = () => note(feed, 'open');
  feed.source.onerror = ({ error }) => {
    if (error.final) feed.warning = error.message;
    note(feed, `${error.type}${error.final ? '!' : ''}`);
  };
  feed.source.addEventListener('warning', ({ detail }) => (feed.warning = detail.message));
  for (const type of ['gap', 'warning']) {
    feed.source.addEventListener(type, ({ detail }) =>
      note(feed, `${type} ${detail.reason} ${detail.dropped ?? ''}`.trim()),
    );
  }
  feeds.set(name, feed);
}

function note(feed, line) {
  feed.log.push(line);
  for (const look of feed.waiting.splice(0)) look();
}

/** Resolves when a feed is open, with where it runs. */
export async function opened({ name = 'feed' }) {
  await until(name, ({ log }) => log.includes('open'));
  return feeds.get(name).source.stats.host;
}

/** Resolves when a feed has had a record, with what it has noted. */
export async function reached({ name = 'feed', id }) {
  await until(name, ({ ids }) => ids.at(-1) >= id);
  return seen({ name });
}

export async function noted({ name = 'feed', line }) {
  await until(name, ({ log }) => log.some((one) => one.startsWith(line)));
  return seen({ name });
}

/** Resolves when so many share a feed. */
export async function shared({ name = 'feed', by }) {
  const { source } = feeds.get(name);
  for (const late = performance.now() + 20_000; source.stats.sharers !== by; ) {
    if (performance.now() > late) throw new Error(`shared by ${source.stats.sharers}, and not by ${by}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until something holds of a feed; says what the feed has noted if that takes too long. */
async function until(name, holds) {
  const feed = feeds.get(name);
  const timer = setTimeout(() => feed.reject(new Error(JSON.stringify(seen({ name })))), 20_000);
  while (!holds(feed)) {
    await new Promise((resolve, reject) => {
      feed.waiting.push(resolve);
      feed.reject = reject;
    });
  }
  clearTimeout(timer);
}

export function seen({ name = 'feed' }) {
  const { ids, log, asked, source, warning } = feeds.get(name);
  const breaks = ids.filter((id, i) => i > 0 && id !== ids[i - 1] + 1).length;
  const { readyState, lastEventId, stats } = source;
  return {
    first: ids[0] ?? 0,
    count: ids.length,
    breaks,
    log,
    asked,
    readyState,
    lastEventId,
    host: stats.host,
    warning,
  };
}

/** Closes a feed and opens it again under another name, so many milliseconds later if not at once. */
export async function openAgain({ name, later, ...args }) {
  await globalThis.FS.init({ share: true }); // a worker that starts an engine takes what two ports bring meanwhile in any order
  feeds.get('feed').source.close();
  if (later) await new Promise((resolve) => setTimeout(resolve, later));
  open({ name, ...args });
}

/** Calls a method of a feed. */
export function call({ name = 'feed', method }) {
  feeds.get(name).source[method]();
}

/** Has a feed without anybody who takes its records, or with somebody again. */
export function listen({ name = 'feed', on }) {
  const { source, onmessage } = feeds.get(name);
  feeds.get(name).onmessage = source.onmessage ?? onmessage;
  source.onmessage = on ? onmessage : null;
}

/** Makes the tab one that nobody sees, as far as it can tell. */
export function hide() {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
}

/** Resolves when a feed's function has been asked for headers. */
export async function wasAsked({ name = 'feed' }) {
  await until(name, ({ asked }) => asked > 0);
}

/** Ends the workers of the tab, as a crash does. */
export function terminateWorkers() {
  for (const worker of globalThis.workers.splice(0)) worker.terminate();
}

/** Keeps the tab busy. */
export function busy({ ms }) {
  for (const end = performance.now() + ms; performance.now() < end; );
}

export const stored = ({ key }) => localStorage.getItem(key) ?? '';

/** Opens a feed in a dedicated worker of this tab; resolves when that has had a record, with its host and IDs. */
export function inWorker({ url, options, id }) {
  const script = `import { FeedSource } from '${location.origin}/dist/index.js';
    const ids = [];
    const feed = new FeedSource(${JSON.stringify(url)}, ${JSON.stringify(options)});
    feed.onopen = () => postMessage('open');
    feed.onmessage = ({ lastEventId }) => {
      ids.push(Number(lastEventId));
      if (ids.at(-1) === ${id}) postMessage({ ids, host: feed.stats.host });
    };`;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), { type: 'module' });
  globalThis.inner = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => data !== 'open' && resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  return new Promise((resolve) => worker.addEventListener('message', () => resolve('open'), { once: true }));
}

export const heardInWorker = () => globalThis.inner;

/** Opens so many frames with a feed in each, and resolves when all are open. */
export async function inFrames({ url, page, id, count }) {
  globalThis.frameCounts = [];
  const frames = Array.from({ length: count }, async () => {
    const frame = document.createElement('iframe');
    frame.src = page;
    document.body.append(frame);
    await new Promise((resolve) => (frame.onload = resolve));
    const feed = new frame.contentWindow.FS.FeedSource(url, { share: true });
    let heard = 0;
    globalThis.frameCounts.push(
      new Promise((resolve) => {
        feed.onmessage = ({ lastEventId }) => {
          heard++;
          if (Number(lastEventId) === id) resolve(heard);
        };
      }),
    );
    await new Promise((resolve) => (feed.onopen = resolve));
  });
  await Promise.all(frames);
}

export const heardInFrames = () => Promise.all(globalThis.frameCounts);

/** How many locks pages hold to show that they live, and how many are waited for. */
export async function lives() {
  const { held, pending } = await navigator.locks.query();
  return [held, pending].map((locks) => locks.filter(({ name }) => name.startsWith('feedsource page ')).length);
}

/** What the constructor says to options that it refuses. */
export function refusals({ url }) {
  const file = new FormData();
  file.append('file', new Blob(['x']));
  const method = 'POST';
  const options = [
    { share: true, fetch },
    { share: true, method, body: new Blob(['x']) },
    { share: true, method, body: file },
    { share: true, method, body: new ReadableStream() },
    { share: 5 },
    { share: { replay: 10_001 } },
    { share: { name: 5 } },
  ];
  return options.map((one) => {
    try {
      new globalThis.FS.FeedSource(url, one).close();
      return 'fine';
    } catch (error) {
      return String(error);
    }
  });
}
