// What pages once lost or kept for ever.

const gone = [];

/** Opens feeds, one after the other, and closes them. */
export async function closeFeeds({ url, times }) {
  for (let i = 0; i < times; i++) {
    const feed = new FS.FeedSource(url);
    await new Promise((resolve) => (feed.onmessage = resolve));
    feed.close();
    gone.push(new WeakRef(feed));
  }
}

/** How many of the closed feeds are in memory. */
export const kept = () => gone.filter((ref) => ref.deref()).length;

let patient;

/** Opens a feed that has timers, and keeps it. */
export async function openPatient({ url }) {
  patient = new FS.FeedSource(url, { keepalive: { timeoutMs: 600_000, connectMs: 600_000 } });
  await new Promise((resolve) => (patient.onopen = resolve));
}

let read;
let first;

/** Makes a feed whose store is being read. */
export function awaitStore({ url }) {
  const cursor = new Promise((resolve) => (read = resolve));
  const persist = { get: () => cursor, set() {} };
  const feed = new FS.FeedSource(url, { format: 'ndjson', id: '/id', resume: { query: 'after', persist } });
  first = new Promise((resolve, reject) => {
    feed.onmessage = ({ json }) => resolve(json.id);
    feed.onerror = reject;
  });
}

/** The id of the feed's first record, when the store was read. */
export function firstRecord() {
  read('feedsource/1 5');
  return first;
}
