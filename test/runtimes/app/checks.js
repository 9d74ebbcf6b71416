// Each check is a process of its own: run.js calls one with plain data, prints what it returns, and then the process has
// to end by itself, since nothing here calls exit.
import { FeedError, FeedSource, init } from 'feedsource';
import { fileStore } from 'feedsource/node';

export * from './listeners.js';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const heard = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
// Some records by a handler, and then close.
const byListener = (url, options, most = 3) =>
  new Promise((resolve) => {
    const seen = [];
    const feed = new FeedSource(url, options);
    feed.onmessage = (event) => {
      const { data, lastEventId, origin, type, json } = event;
      seen.push(`${type} ${data} ${lastEventId} ${origin === new URL(url).origin} ${json.n}`);
      if (seen.length < most) return;
      feed.close();
      resolve(seen);
    };
  });

const byLoop = async (feed, most = Infinity) => {
  const seen = [];
  for await (const { data } of feed) {
    seen.push(data);
    if (seen.length === most) break;
  }
  return seen;
};

export const ndjson = ({ base }) => byListener(`${base}/lines`, { format: 'ndjson', id: '/n' });

export const sse = ({ base }) => byListener(`${base}/events`);

export const loop = ({ base }) => byLoop(new FeedSource(`${base}/lines`), 3);

// With the interim reader out of the way all is the engine's.
export const engine = async ({ base }) => {
  const feed = new FeedSource(`${base}/lines`, { format: 'json', id: '/n', dedupe: '/n' });
  return byLoop(feed, 3);
};

export const cut = async ({ base }) => {
  const feed = new FeedSource(`${base}/cut?run=${crypto.randomUUID()}`);
  const errors = [];
  feed.onerror = ({ error }) => errors.push(`${error.type} ${error.final}`);
  const ids = [];
  for await (const { lastEventId } of feed) if (ids.push(lastEventId) === 6) break;
  return { ids, errors };
};

// Nothing but the engine's own timer is there during the wait.
export const wait = async ({ base }) => {
  const feed = new FeedSource(`${base}/late?run=${crypto.randomUUID()}`, { format: 'ndjson' });
  const waits = [];
  feed.onerror = ({ error }) => waits.push(error.retryInMs > 0);
  const seen = await byLoop(feed, 1);
  return { seen, waits };
};

export const failsByEvent = async ({ base }) => {
  const feed = new FeedSource(`${base}/nothing`);
  const event = await heard(feed, 'error');
  const { error, message } = event;
  return {
    isFeedError: error instanceof FeedError,
    type: error.type,
    status: error.status,
    final: error.final,
    message: message === error.message,
    json: JSON.parse(JSON.stringify(event)).error.type,
    readyState: feed.readyState,
  };
};

export const failsByLoop = async ({ base }) => {
  try {
    await byLoop(new FeedSource(`${base}/nothing`));
    return 'no error';
  } catch (error) {
    return `${error.name} ${error.type} ${error.status}`;
  }
};

// A server that is not there: the feed would try for ever.
export const unreachable = async ({ nowhere }) => {
  const feed = new FeedSource(nowhere, { reconnect: false });
  const { error } = await heard(feed, 'error');
  return `${error.type} ${error.final}`;
};

// In words of the runtime's own, and without a word on pages.
export const refused = async ({ refuses }) => {
  const feed = new FeedSource(refuses, { reconnect: false });
  const { error } = await heard(feed, 'error');
  return {
    isNamed: /ECONNREFUSED|connection refused/i.test(error.message),
    isOfPages: /page|browser|CORS/.test(error.message),
  };
};

// A connection of which nothing is read keeps no process of Node alive by itself; nor does a timer without a reference.
const closedByAnIdleTimer = (feed) =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      feed.close();
      resolve(feed.stats.records);
    }, 300);
    if (globalThis.Deno) Deno.unrefTimer(timer);
    else timer.unref();
  });

export const unread = async ({ base }) => {
  const feed = new FeedSource(`${base}/lines`, { format: 'ndjson' });
  await heard(feed, 'open');
  return closedByAnIdleTimer(feed);
};

export const paused = async ({ base }) => {
  const feed = new FeedSource(`${base}/lines`, { format: 'ndjson' });
  feed.onmessage = () => {};
  await heard(feed, 'message');
  feed.pause();
  await closedByAnIdleTimer(feed);
  return feed.readyState;
};

export const withoutEngine = async ({ wasm }) => {
  const told = await init(wasm ? { wasm } : {}).catch(({ message }) => message);
  const feed = new FeedSource('http://127.0.0.1:9/', { format: 'u32be' });
  const { error } = await heard(feed, 'error');
  return { told, type: error.type, final: error.final };
};

export const complete = async ({ base }) => byLoop(new FeedSource(`${base}/array`));

export const closedAtOnce = async ({ base }) => {
  const feed = new FeedSource(`${base}/lines`);
  feed.close();
  return feed.readyState;
};

export const closedInAWait = async ({ nowhere }) => {
  const feed = new FeedSource(nowhere);
  const { error } = await heard(feed, 'error');
  feed.close();
  return [error.type, error.final, feed.readyState];
};

// Notes what nobody caught, which would end the process otherwise; resolves with the first.
const uncaughtInto = (uncaught) =>
  new Promise((resolve) => {
    const note = (error) => resolve(uncaught.push(error.message));
    if (globalThis.Deno) {
      addEventListener('error', (event) => {
        event.preventDefault();
        note(event.error);
      });
    } else process.on('uncaughtException', note);
  });

export const throws = async ({ base }) => {
  const uncaught = [];
  void uncaughtInto(uncaught);
  const feed = new FeedSource(`${base}/lines`, { format: 'ndjson' });
  const errors = [];
  feed.onerror = ({ error }) => errors.push(error.message);
  const seen = [];
  const done = new Promise((resolve) => {
    feed.onmessage = ({ data }) => {
      seen.push(data);
      if (seen.length === 3) resolve();
      throw new Error(`listener ${seen.length}`);
    };
  });
  await done;
  feed.close();
  await pause(0);
  return { seen, uncaught, errors };
};

export const relative = () => {
  try {
    new FeedSource('/api/feed');
    return 'no error';
  } catch ({ name, message }) {
    return `${name}: ${message}`;
  }
};

export const webSocket = async ({ socket }) => {
  if (!globalThis.WebSocket) {
    try {
      new FeedSource(socket);
    } catch ({ message }) {
      return message;
    }
  }
  const feed = new FeedSource(socket, { reconnect: false });
  void heard(feed, 'open').then(() => feed.send('hello'));
  const seen = [];
  for await (const { data } of feed) if (seen.push(data.replace(/^.*(?=hello)/, '')) === 2) break;
  return seen;
};

export const inWorker = async ({ base, option }) => {
  const feed = new FeedSource(`${base}/lines`, { [option]: true });
  const warnings = [];
  feed.addEventListener('warning', ({ detail }) => warnings.push(detail.reason));
  const seen = await byLoop(feed, 3);
  return { seen, warnings, host: feed.stats.host };
};

// The cursors of two feeds in one file, and a third that goes on with one of them.
export const store = async ({ base, path }) => {
  const one = (key) => ({ id: '/n', resume: { persist: fileStore(path), key } });
  await Promise.all([
    byLoop(new FeedSource(`${base}/lines`, one('a')), 2),
    byLoop(new FeedSource(`${base}/lines`, one('b')), 3),
  ]);
  const again = new FeedSource(`${base}/asked`, one('b'));
  const [asked] = await byLoop(again, 1);
  return JSON.parse(asked).n;
};

// What was set last is on the disk though nobody waited for it.
export const storeAtExit = ({ path }) => {
  const kept = fileStore(path);
  void kept.set('a', '1');
  void kept.set('b', '2');
  return [kept.get('a'), kept.get('b')];
};

// The process ends in the listener, and with it the second for which a cursor waits.
export const exits = ({ base, path, how }) => {
  const feed = new FeedSource(`${base}/lines`, { id: '/n', resume: { persist: fileStore(path), key: 'a' } });
  feed.onmessage = ({ json }) => {
    if (json.n < 3) return;
    if (how === 'throw') throw new Error('nobody catches it');
    console.log(json.n);
    process.exit();
  };
  return 'read';
};

// What fetch never sends, in words without what may be secret.
export const neverAsked = async ({ url }) => {
  const feed = new FeedSource(url);
  const { error } = await heard(feed, 'error');
  return { type: error.type, final: error.final, said: `${error.message} ${error.cause?.stack ?? error.cause}` };
};

// A write may fail when its feed is closed already.
export const storeThatFails = async ({ base, paths }) => {
  const said = [];
  for (const [path, warnings] of paths) {
    const feed = new FeedSource(`${base}/lines`, { id: '/n', resume: { persist: fileStore(path) } });
    const told = new Promise((resolve) => {
      let left = warnings;
      feed.addEventListener('warning', ({ detail }) => {
        said.push(`${detail.reason}: ${detail.message}`);
        if (--left === 0) resolve();
      });
    });
    await byLoop(feed, 3);
    await told;
  }
  return said;
};

export const storeNamed = ({ base }) => {
  try {
    new FeedSource(`${base}/lines`, { id: '/n', resume: { persist: 'indexedDB' } });
    return 'no error';
  } catch ({ name, message }) {
    return `${name}: ${message.replace(/can be .*an object/, 'can be an object')}`;
  }
};

// A function that throws is the page's mistake, and the feed goes on as it would without.
export const delayThrows = async ({ nowhere }) => {
  const uncaught = [];
  const said = uncaughtInto(uncaught);
  const feed = new FeedSource(nowhere, {
    reconnect: {
      delay() {
        throw new Error('by delay');
      },
    },
  });
  const { error } = await heard(feed, 'error');
  await said;
  feed.close();
  return { uncaught, type: error.type, retries: error.retryInMs >= 0 };
};
