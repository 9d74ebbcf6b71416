import { enginesStarted, wait, within } from './gauges.js';

// Feeds that go on while others kill their engine.
const formats = {
  sse: {},
  ndjson: { id: '/id', resume: { query: 'after' } },
  length: { id: '/id', resume: { query: 'after' } },
  'json-seq': { id: '/id', resume: { query: 'after' } },
};
const neighbours = [];
const silent = [];
const killers = []; // which the page holds on to, closed as they are
const wrong = [];
const told = new Set();

const hear = (error, finals) => {
  if (!/^[A-Z:h][^{}[\]]*\.$/.test(error.message) || /undefined|null|NaN/.test(error.message)) {
    wrong.push(`no sentence: ${error.message}`);
  }
  if (error.final && !finals) wrong.push(`closed: ${error.message}`);
  told.add(`${error.type}: ${error.message.replace(/\(.*\)/, '(…)')}`);
};

const loop = async (feed, take) => {
  for await (const event of feed) take(event);
};

const neighbour = (origin, format, i) => {
  const feed = new FS.FeedSource(`${origin}/?format=${format}&feed=${i}&pace=2`, {
    format,
    ...formats[format],
    reconnect: { delay: () => 5 },
  });
  const one = { format, feed, expected: 1 };
  const take = ({ json, lastEventId }) => {
    if (json.id !== one.expected || lastEventId !== `${json.id}`) {
      wrong.push(`${format}: record ${json.id} came for ${one.expected}`);
    }
    one.expected = json.id + 1;
  };
  feed.onerror = ({ error }) => hear(error, false);
  if (i % 2) feed.onmessage = take;
  else void loop(feed, take);
  neighbours.push(one);
};

const places = () => neighbours.map(({ format, expected }) => `${format} at ${expected}`);

/** Resolves when every neighbour has had a few records more. */
const more = async () => {
  const goals = neighbours.map(({ expected }) => expected + 3);
  for (let n = 0; neighbours.some(({ expected }, i) => expected < goals[i]); n++) {
    if (n > 2000) throw new Error(`a neighbour stands still: ${places()}`);
    await wait(5);
  }
};

/** Opens the neighbours, and two that never hear anything: one is not answered, one has nothing to tell. */
export async function open({ origin, quiet }) {
  Object.keys(formats).forEach((format, i) => neighbour(origin, format, i));
  for (const query of ['hang', 'format=sse&after=9&last=9']) {
    const feed = new FS.FeedSource(`${quiet}/?${query}`);
    feed.onerror = ({ error }) => hear(error, false);
    silent.push(feed);
  }
  await more();
}

/** Has a feed kill the engine, and waits until the neighbours are well again. */
export async function kill({ url, options }) {
  const killer = new FS.FeedSource(url, options);
  killers.push(killer);
  const dead = new Promise((resolve) => {
    killer.onerror = ({ error }) => {
      hear(error, true);
      if (!error.final) return;
      killer.onerror = null;
      resolve();
    };
  });
  await within(20_000, dead, () => `no final error of ${url}`);
  await more();
}

/** Opens a feed at whose timers the engine dies, and resolves when it is closed, to how often. */
export async function linger({ url }) {
  const feed = new FS.FeedSource(url, { reconnect: { delay: () => 1 } });
  let deaths = 0;
  const closed = new Promise((resolve) => {
    feed.onerror = ({ error }) => {
      hear(error, true);
      if (error.type === 'engine') deaths++;
      if (error.final) resolve();
    };
  });
  await within(20_000, closed, () => `the engine dies again and again, ${deaths} times`);
  return deaths;
}

export const state = () => ({
  Wrong: wrong.slice(0, 10),
  Told: [...told],
  Started: enginesStarted(),
  Silent: silent.map(({ readyState }) => readyState),
  Records: neighbours.reduce((sum, { expected }) => sum + expected - 1, 0),
});
