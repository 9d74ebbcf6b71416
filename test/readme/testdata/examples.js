// Runs an example as a module of a page, with what its reader has already.
import { envelope, FeedSource, init, made } from '/example-package.js';

// Examples may put a clock in the place of the timers.
const { setTimeout } = globalThis;

/** What examples show, in turn. */
const shown = [];

const show = (value) => shown.push(typeof value === 'object' ? JSON.stringify(value) : String(value));

/** A recording of a feed, as a file. */
async function recorded(url) {
  const feed = new FeedSource(url, { record: true });
  await new Promise((resolve) => feed.addEventListener('*', resolve));
  feed.close();
  made.splice(made.indexOf(feed), 1);
  return feed.recording().blob();
}

/**
 * What became of an example: what it threw, what it has shown, and its feeds. A feed of which it reads nothing is read here, for
 * the example has said how it is read.
 */
export async function run({ source, url, base, token, lines, fails, wantsFile }) {
  console.log = (...words) =>
    show(words.map((word) => (typeof word === 'object' ? JSON.stringify(word) : word)).join(' '));
  console.table = (rows) => rows.forEach(show);
  const reader = {
    FeedSource,
    init,
    envelope,
    url,
    base,
    show,
    headers: {},
    body: '{"input":"hello","stream":true}',
    room: '42',
  };
  reader.token = reader.freshToken = async () => token;
  reader.draw = async (...values) => show(values);
  reader.remove = (id) => show(`removed ${id}`);
  Object.assign(globalThis, reader);
  if (wantsFile) globalThis.file = await recorded(url);
  let own;
  const ownFeed = { configurable: true, get: () => (own ??= new FeedSource(url)) };
  Object.defineProperty(globalThis, 'feed', ownFeed);

  let over = false;
  let thrown = '';
  import(source)
    .catch((error) => {
      thrown = `${error}`;
    })
    .finally(() => {
      over = true;
    });
  // A loop has no end while the feed has none: it has run when it has shown what it was asked for.
  await until(() => over || (lines > 0 && shown.length >= lines));
  if (thrown) return { thrown, shown, feeds: [] };
  for (const feed of made) if (feed.records === 0 && !feed.failure) feed.addEventListener('*', () => {});
  await until(() => shown.length >= lines && made.every(({ records, failure }) => failure || (records > 0 && !fails)));
  const feeds = made.map(({ records, failure = '', told = '', url }) => ({ records, failure, told, url }));
  for (const feed of made) feed.close();
  return { thrown, shown, feeds };
}

/** Waits until it is so, or patience ends, and the test says what there is then. */
async function until(condition) {
  for (let turn = 0; turn < 2000 && !condition(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
}
