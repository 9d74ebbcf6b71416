import { heard, pause } from './feeds.js';

const brought = {};
let release;
let refuse;
let held;

// Has the engine load when release is called, and fail when refuse is.
const holdEngine = () =>
  FS.init({
    wasm: new Promise((resolve, reject) => {
      release = () => resolve(fetch('/dist/feedsource.wasm'));
      refuse = () => reject(new Error('no engine today'));
    }),
  });

const watch = (name, feed) => {
  brought[name] = [];
  feed.addEventListener('message', ({ data }) => brought[name].push(data));
  feed.addEventListener('error', ({ error }) => brought[name].push(error?.type ?? 'error'));
  return feed;
};

export async function openWithoutEngine({ url }) {
  holdEngine();
  const once = { reconnect: false };
  const own = async () => ({ Accept: 'text/x-own' });
  watch('preset', new FS.FeedSource(url + '/preset', { ...once, preset: 'openai' }));
  watch('cursor', new FS.FeedSource(url + '/cursor', { ...once, lastEventId: '7' }));
  watch('stored', new FS.FeedSource(url + '/stored', { ...once, resume: { persist: sessionStorage } }));
  watch('json', new FS.FeedSource(url + '/json', { ...once, format: 'json' }));
  watch('closed', new FS.FeedSource(url + '/closed', once)).close();
  watch('auto', new FS.FeedSource(url + '/auto', once));
  watch('sse', new FS.FeedSource(url + '/sse', { ...once, format: 'sse', headers: own }));
  watch('strict', new FS.EventSource(url + '/strict'));
}

export async function loadEngine() {
  release();
  const few = ([name, list]) => list.length < ({ closed: 0, json: 1 }[name] ?? 2);
  while (Object.entries(brought).some(few)) await pause(5);
  return brought;
}

const kinds = {
  auto: (url) => new FS.FeedSource(url),
  sse: (url) => new FS.FeedSource(url, { format: 'sse' }),
  strict: (url) => new FS.EventSource(url),
};

export async function readSecondAnswer({ url, kind }) {
  const f = kinds[kind](url);
  await new Promise((resolve) => (f.onmessage = ({ data }) => data === 'y' && resolve()));
  f.close();
}

export async function openHeldFeed({ url }) {
  holdEngine().catch(() => {});
  held = new FS.FeedSource(url);
}

const ends = {
  closed: () => held.close(),
  superseded: async () => {
    release();
    await FS.init();
    held.reconnect();
    held.reconnect();
    await heard(held, 'open');
  },
  'engine not found': async () => {
    refuse();
    await heard(held, 'error');
  },
};

export async function endHeldFeed({ how }) {
  await ends[how]();
}
