// The checks that workerd has as well, where there is no feedsource/node.
import { EventSource, FeedSource } from 'feedsource';
import { fetchEventSource } from 'feedsource/compat';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Everybody who can hear a record.
export const listeners = async ({ base }) => {
  const seen = { opens: 0, on: [], message: [], '*': [], once: [], alone: [], 'strict on': [], strict: [] };
  const note = (name, target) => (event) => {
    const isRight = event.target === target && event.type === 'message';
    seen[name].push(isRight ? event.lastEventId : 'wrong');
  };
  const feed = new FeedSource(`${base}/events`);
  feed.onopen = () => seen.opens++;
  feed.onmessage = note('on', feed);
  feed.addEventListener('message', note('message', feed));
  feed.addEventListener('*', note('*', feed));
  feed.addEventListener('*', note('once', feed), { once: true });
  const alone = new FeedSource(`${base}/events`);
  alone.addEventListener('*', note('alone', alone));
  const strict = new EventSource(`${base}/events`);
  strict.onmessage = note('strict on', strict);
  strict.addEventListener('message', note('strict', strict));
  while (['*', 'alone', 'strict'].some((name) => seen[name].length < 3)) await pause(5);
  for (const each of [feed, alone, strict]) each.close();
  return seen;
};

// The function of another library reads by a listener for every type.
export const compat = async ({ base }) => {
  const over = new AbortController();
  const seen = [];
  const onmessage = ({ id, data }) => seen.push(`${id} ${data}`) === 3 && over.abort();
  await fetchEventSource(`${base}/events`, { onmessage, signal: over.signal });
  return seen;
};
