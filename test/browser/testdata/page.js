import { feed, heard, reading } from './feeds.js';

let f;
let failed;
const ids = [];
const errors = [];

export async function returnToThePage({ url }) {
  const posted = reading(new FS.FeedSource(url, { method: 'POST', body: 'q' }));
  const failures = [];
  posted.onerror = (e) => failures.push(e.error.type);
  await heard(posted, 'message');
  for (const type of ['pagehide', 'pageshow']) dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
  // Time enough for a second request:
  await heard(reading(feed('/espresso/subscribe?from=1&count=1&rate=0', { reconnect: false })), 'error');
  const state = posted.readyState;
  posted.close();
  return [state, failures.length];
}

export async function goOnline({ url }) {
  const waiting = new FS.FeedSource(url);
  await heard(waiting, 'error');
  dispatchEvent(new Event('online'));
  const { data } = await heard(waiting, 'message');
  waiting.close();
  return data;
}

export async function openOnline() {
  await FS.init();
  f = feed('/espresso/subscribe?from=1&rate=20&retry=600000');
  for (const type of ['message', 'time', 'news']) f.addEventListener(type, (e) => ids.push(Number(e.lastEventId)));
  failed = new Promise((resolve) => {
    f.onerror = ({ error }) => errors.push(error.type, error.retryInMs) > 2 && resolve();
  });
  await heard(f, 'message');
}

export async function failOffline() {
  while (errors.length === 0) await heard(f, 'error');
  f.reconnect();
  await failed;
  return navigator.onLine;
}

export async function goOnOnline() {
  for (const end = ids.length + 20; ids.length < end; ) await heard(f, 'message');
  f.close();
  return [errors.slice(0, 4), ids.every((id, i) => id === i + 1)];
}
