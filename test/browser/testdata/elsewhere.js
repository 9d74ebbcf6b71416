import { fail } from './feeds.js';

let asked = 0;

/** Options that are functions, by what they show. */
const known = {
  elsewhere: () => ({
    resume: {
      url: async ({ attempt, lastEventId, count, headers }) =>
        `${headers.get('Location')}?after=${lastEventId}&n=${count}&attempt=${attempt}`,
    },
  }),
  as: (options) => ({ resume: { ...options.resume, as: async (cursor) => `${cursor}:1:` } }),
  hungHeaders: () => ({ headers: (attempt) => (attempt === 1 ? new Promise(() => {}) : {}) }),
  hungAs: (options) => ({
    resume: { ...options.resume, as: (cursor) => (asked++ === 0 ? new Promise(() => {}) : cursor) },
  }),
  range: () => ({
    headers: (_, { lastEventId }) => (lastEventId ? { 'Last-Event-ID': `entries=${lastEventId}` } : {}),
  }),
};

/** What takes the place of the URL. */
const urls = {
  ticket:
    (url) =>
    async ({ attempt }) =>
      `${url}?ticket=${attempt}`,
  lateTicket:
    (url) =>
    ({ attempt }) =>
      attempt === 1 ? fail('no ticket yet') : new URL(`${url}?ticket=${attempt}`),
  hungTicket:
    (url) =>
    ({ attempt }) =>
      attempt === 1 ? new Promise(() => {}) : `${url}?ticket=${attempt}`,
};

/** What makes a request that could not be made known. */
const whyNot = ({ cause, message }) => cause?.message ?? /(?<=: ).*(?= within)/.exec(message)[0];

/** What a feed tells until it is closed, a word or a record each. */
export const read = ({ url, options = {}, functions }) =>
  new Promise((resolve) => {
    const [name] = functions ?? [];
    const { anyMethod, ...init } = options ?? {};
    const whole = { ...init, ...known[name]?.(init), reconnect: { anyMethod, delay: (e) => (e.final ? false : 1) } };
    const feed = new FS.FeedSource(urls[name]?.(url) ?? url, whole);
    const told = [];
    for (const type of ['message', 'data']) feed.addEventListener(type, (e) => told.push(e.data));
    for (const type of ['gap', 'warning']) feed.addEventListener(type, (e) => told.push(`${type}:${e.detail.reason}`));
    feed.onerror = ({ error }) => {
      const cause = error.type === 'request' && !error.final ? ` (${whyNot(error)})` : '';
      told.push(`error:${error.type}${cause}${error.final ? '!' : ''}`);
      if (error.final) resolve(told);
    };
  });

const store = new Map();

/** Reads an answer that is kept, as a page does that is left when its connection is cut. */
export async function readUntilCut({ url, body }) {
  await FS.init(); // what comes ahead of it waits, and Chromium drops what waits when a connection is cut
  return new Promise((resolve) => {
    const feed = new FS.FeedSource(url, {
      method: 'POST',
      body,
      format: 'sse',
      id: '/n',
      resume: {
        url: `${url}/{from}`,
        from: { record: '/response/id' },
        query: 'starting_after',
        persist: store,
        key: 'k',
      },
      signals: [{ at: '/done', then: 'end' }],
      reconnect: { delay: (e) => (e.final ? false : 60000) }, // a worker would be quicker than the page is to close it
    });
    const told = [];
    feed.onmessage = (e) => told.push(e.data);
    feed.onerror = ({ error }) => {
      if (error.final) told.push(`error:${error.type}!`);
      feed.close();
      resolve(told);
    };
  });
}
