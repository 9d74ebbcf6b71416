// Sources of events for the stages.

import { twitter } from '/dist/stages.js';
import { tokens } from '/site.js';
import { feed } from './feeds.js';

// A hold that no test waits for.
export const HOUR = 3_600_000;

// Gives numbers and objects as events, throws an Error, ends at 'end', and is quiet when
// nothing is left.
export const script = (...steps) => {
  const source = {
    taken: 0,
    returned: 0,
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        if (steps.length === 0) return new Promise(() => {});
        const value = steps.shift();
        if (value instanceof Error) throw value;
        if (value === 'end') return { done: true };
        source.taken++;
        return { done: false, value };
      },
      return: async () => ({ done: !!++source.returned }),
    }),
  };
  return source;
};

export const take = async (n, source) => {
  const list = [];
  for await (const e of each(source)) if (list.push(e) === n) break;
  return list;
};

// All events, and what ended them if they did not just end.
export const all = async (source) => {
  const list = [];
  try {
    for await (const e of each(source)) list.push(e);
  } catch (e) {
    list.push(e.type ?? e.message);
  }
  return list;
};

// A feed of 400 tweets, one for every second and about every tenth of them up to 4 s late,
// with notices between them, some of which delete the tweet that comes next. The end marker never comes.
export const tweets = () =>
  feed('/twitter/1.1/statuses/sample.json?from=1&take=400&rate=0', {
    headers: { Authorization: 'Bearer ' + tokens.twitter },
    reconnect: false,
    signals: [{ is: 'over', then: 'end' }],
  });

export const data = (events) => events.map((e) => e.data ?? e);
export const same = (a, b) => data(a).join('\n') === data(b).join('\n');
export const time = (e) => e.time ?? e;
export const sorting = { ...twitter, limit: 20, holdMs: HOUR };

// What a stream or another iterable gives: streams of WebKit cannot be iterated.
async function* each(source) {
  if (!(source instanceof ReadableStream)) return yield* source;
  const reader = source.getReader();
  try {
    for (let read; !(read = await reader.read()).done; ) yield read.value;
  } finally {
    await reader.cancel();
  }
}
