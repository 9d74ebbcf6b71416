import { wait } from './gauges.js';

// Reads a hundred feeds at once, in every format that can be resumed and in each way a
// page can read, and holds every record to be the next of its feed.
const formats = ['sse', 'ndjson', 'json', 'json-cr', 'json-crlf', 'length', 'json-seq', 'json-array'];
const state = { records: 0, done: 0, wrong: [], errors: {}, unlike: [], reconnects: 0, keepalives: 0 };

// The ways in which a page can read.
const listen = (feed, take) => (feed.onmessage = take);
const loop = async (feed, take) => {
  for await (const event of feed) take(event);
};
const loopByBatches = async (feed, take) => {
  for await (const events of feed.batches()) events.forEach(take);
};

const openOne = (origin, i, last, timeoutMs) => {
  const format = formats[i % formats.length];
  const url = `${origin}/?format=${format}&feed=${i}&last=${last}&wild&pace=3`;
  const resume = format === 'sse' ? {} : { id: '/id', resume: { query: 'after' } };
  const reconnect = { delay: () => 5 + Math.random() * 30 };
  const feed = new FS.FeedSource(url, { format, ...resume, reconnect, keepalive: timeoutMs ? { timeoutMs } : {} });
  let expected = 1;
  const take = (event) => {
    const { id, feed: from } = event.json;
    if (id !== expected || from !== i || event.lastEventId !== `${id}`) {
      state.wrong.push(`feed ${i} (${format}): record ${id} of ${from} came for ${expected}`);
    }
    expected = id + 1;
    state.records++;
    if (id !== last) return;
    state.done++;
    const { reconnects, keepalives } = feed.stats;
    state.reconnects += reconnects;
    state.keepalives += keepalives;
    feed.close();
  };
  feed.addEventListener('error', ({ error }) => {
    state.errors[error.type] = (state.errors[error.type] ?? 0) + 1;
    if (error.final || !/^[^{}[\]]*\.$/.test(error.message)) state.unlike.push(error.message);
  });
  void [listen, loop, loopByBatches][i % 3](feed, take);
};

/** @param timeoutMs How long a feed may be silent, if it is not to learn that. */
export function open({ origin, feeds, last, timeoutMs }) {
  for (let i = 0; i < feeds; i++) openOne(origin, i, last, timeoutMs);
}

/** Resolves when so many records are there, or none have come for a while. */
export async function reached({ records }) {
  for (let before = -1, n = 0; state.records < records; n++) {
    await wait(10);
    if (n % 1500 !== 1499) continue;
    if (state.records === before) break;
    before = state.records;
  }
  return { ...state, wrong: state.wrong.slice(0, 10), unlike: state.unlike.slice(0, 10) };
}
