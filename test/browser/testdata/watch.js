import { pause } from './feeds.js';

// Notes what becomes of a feed whose records are numbered from 1.
export const watch = (url, init) => {
  const feed = new FS.FeedSource(url, { keepalive: { timeoutMs: 2000 }, ...init });
  const seen = { feed, ids: [], errors: [], beats: 0 };
  for (const type of ['message', 'time', 'news']) {
    feed.addEventListener(type, (e) => seen.ids.push(Number(e.lastEventId)));
  }
  feed.addEventListener('keepalive', () => seen.beats++);
  feed.onerror = ({ error }) => seen.errors.push(error);
  return seen;
};

// What a feed has brought its page.
export const tell = ({ ids, errors, beats }) => ({
  records: ids.length,
  inOrder: ids.every((id, i) => id === i + 1),
  beats,
  types: errors.map((e) => e.type),
  message: errors[0]?.message,
});

// Sets timers of 50 ms one by the other, as a feed's checks are, and notes how long they take.
export const chain = async (steps, more) => {
  for (let last = performance.now(); more(); last += steps.at(-1)) {
    await pause(50);
    steps.push(performance.now() - last);
  }
};
