// All the text that a page, or what it reports errors with, gets to see of a failure or a notice.
export const told = (e) => {
  const { error } = e;
  const ofError = error && [error.message, error.stack, error.body, error.code, String(error), JSON.stringify(error)];
  return [e.message, JSON.stringify(e.detail), ofError].flat().join(' ');
};

export const until = async (holds) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
};

const classes = { FeedSource: () => FS.FeedSource, strict: () => FS.EventSource, native: () => globalThis.EventSource };

// Reads a feed until its first final failure, or as many failures as are wanted, and tells
// what came.
export const listen = (url, init = {}, { failures = Infinity, types = [], of = 'FeedSource' } = {}) =>
  new Promise((resolve) => {
    const feed = new (classes[of]())(url, init);
    const got = { events: [], errors: [], waits: [], said: [], keepalives: 0 };
    const close = () => {
      feed.close();
      resolve({ ...got, lastEventId: feed.lastEventId, stats: feed.stats });
    };
    for (const type of ['message', ...types]) {
      feed.addEventListener(type, (e) => {
        if (!('data' in e)) return;
        got.events.push({ type: e.type, data: e.data, id: e.lastEventId, ours: e instanceof FS.FeedEvent });
      });
    }
    for (const type of ['gap', 'warning', 'stall', 'lag']) {
      feed.addEventListener(type, (e) => {
        if (e instanceof FS.FeedEvent) return;
        got.said.push(told(e));
      });
    }
    feed.addEventListener('malformed', ({ reason, data }) => {
      got.events.push({ type: 'malformed', reason, data: data.slice(0, 2000) });
    });
    feed.addEventListener('keepalive', () => got.keepalives++);
    feed.addEventListener('error', (e) => {
      if (e instanceof FS.FeedEvent || 'data' in e) return;
      got.errors.push(e.error?.type ?? 'error');
      got.waits.push(e.error?.retryInMs ?? -1);
      got.said.push(told(e));
      if (e.error?.final || feed.readyState === 2 || got.errors.length >= failures) close();
    });
  });

// Listens when the page has the package.
export async function hear({ url, init, how }) {
  await until(() => globalThis.FS);
  return listen(url, init ?? {}, how ?? {});
}
