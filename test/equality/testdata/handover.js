// Reads bodies with an engine that comes late, and compares what feeds tell of them with what they tell when all bytes
// have waited for the engine.

import { bytesOf, shown } from './read.js';

const hex = (bytes) => Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The engine does not say in which order the members of an error are. */
const sorted = (object) => Object.fromEntries(Object.entries(object).sort());

/**
 * All that a page can see of an event, in a line; but for what goes by how a body is cut, with an engine alone as well:
 * where in a block of an event stream too much data begins, and what the last event ID is at a comment behind a block of
 * an ID alone.
 */
const inWords = (feed, event) => {
  const { type, data, lastEventId, origin, reason, offset, bytes, detail, error, kind: sign } = event;
  const told = error && sorted({ ...error, message: error.message, type: error.type, cause: `${error.cause}` });
  const about = detail && sorted(detail);
  const what = { type, sign, kind: event.constructor.name, data, origin, reason, about, told, state: feed.readyState };
  if (type !== 'keepalive' && type !== 'warning') Object.assign(what, { lastEventId, cursor: feed.lastEventId });
  if (reason !== 'too-large' && reason !== 'truncated') what.offset = offset;
  return JSON.stringify({ ...what, bytes: hex(bytes) });
};

/** After how many milliseconds a feed that has not ended is not waited for any more; what it told shows that. */
const hung = 20_000;

const kinds = ['open', 'message', 'error', 'malformed', 'keepalive', 'warning', 'gap', 'lag', 'stall'];

/** A feed whose body comes as it is told to. */
class Reading {
  heard = [];
  warned = [];
  #error;
  #feed;
  #body;
  #closed;
  #isLeft = false;

  constructor({ FeedSource }, { format, type, limit, types, options }) {
    const headers = type ? { 'Content-Type': type } : {};
    const body = new ReadableStream({
      start: (controller) => (this.#body = controller),
      cancel: () => (this.#isLeft = true), // by a signal that ends the feed
    });
    this.#feed = new FeedSource('https://feeds.example/', {
      format,
      ...options,
      maxRecordBytes: limit,
      reconnect: { delay: () => false }, // it would be asked again, but for the page
      fetch: async () => new Response(body, { headers }),
    });
    this.#closed = new Promise((resolve) => {
      for (const kind of new Set([...kinds, ...types])) {
        this.#feed.addEventListener(kind, (event) => {
          (kind === 'warning' ? this.warned : this.heard).push(inWords(this.#feed, event));
          if (!event.error?.final) return;
          this.#error = event.error;
          resolve();
        });
      }
    });
  }

  write(bytes) {
    if (bytes.length > 0 && !this.#isLeft) this.#body.enqueue(bytes.slice());
  }

  end(how) {
    if (this.#isLeft) return;
    if (how === 'cut') this.#body.error(new Error('cut'));
    else this.#body.close();
  }

  /**
   * All that was heard, and how it ended. How much of a body was read goes by the chunks where a record ended the feed, and
   * where among the records of a chunk a warning is told as well.
   */
  async whole() {
    await Promise.race([this.#closed, new Promise((resolve) => setTimeout(resolve, hung))]);
    const { lastByteAt: _, bytes, ...stats } = this.#feed.stats;
    const isRead = this.#error?.type === 'end' || this.#error?.type === 'network';
    return [...this.heard, ...this.warned.sort(), JSON.stringify({ ...stats, ...(isRead && { bytes }) })];
  }
}

/** A task of its own, in which all that waits is read. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** The ways in which a body comes: how much of it before the engine, and what becomes of the rest. */
function* waysOf(bytes, most) {
  const step = Math.max(1, bytes.length / most);
  for (let at = 0; at < bytes.length; at += step) {
    const before = Math.floor(at);
    yield { before, end: 'whole' };
    yield { before, end: 'cut' };
  }
  const before = bytes.length;
  yield { before, end: 'whole' };
  yield { before, end: 'cut' };
  yield { before, end: 'late' };
  yield { before, end: 'late', inPieces: true };
}

/** How many pieces a body comes in that comes in pieces: bytes, unless it is longer. */
const pieces = 200;

const feedsAtATime = 2000;
let instances = 0;

/** Reads bodies in all ways, with one engine that comes behind what each way has before it; its comparisons. */
async function readTogether(module, jobs) {
  const FS = await import(`/dist/index.js?${++instances}`);
  let come;
  void FS.init({ wasm: new Promise((resolve) => (come = () => resolve(module))), interim: false });
  const references = referencesOf(FS, jobs);
  void FS.init({ interim: true });
  for (const job of jobs) job.reading = new Reading(FS, job.one);
  await turn(); // for the answers
  for (const { reading, bytes, way } of jobs) if (!way.inPieces) reading.write(bytes.subarray(0, way.before));
  await writeInPieces(jobs.filter(({ way }) => way.inPieces));
  await turn();
  await turn();
  for (const job of jobs) {
    const { reading, bytes, way } = job;
    job.early = reading.heard.length;
    if (way.end === 'cut') reading.end('cut');
    else if (way.before === bytes.length && way.end === 'whole') reading.end();
  }
  await turn();
  come();
  await FS.init();
  await turn();
  for (const { reading, bytes, way } of jobs) {
    if (way.before < bytes.length && way.end !== 'cut') reading.write(bytes.subarray(way.before));
    if (way.end === 'late' || (way.before < bytes.length && way.end !== 'cut')) reading.end();
  }
  await turn();
  for (const { reference, bytes, way } of references) reference.end(way.end === 'cut' ? 'cut' : ''); // now that it was read
  return Promise.all(jobs.map(compared));
}

/** Readings by the engine alone: for all ways that have the whole body one, and for each that is cut. */
function referencesOf(FS, jobs) {
  const made = new Map();
  for (const job of jobs) {
    const { one, bytes, way } = job;
    const key = way.end === 'cut' ? job : one;
    if (!made.has(key)) {
      const reference = new Reading(FS, one);
      reference.write(way.end === 'cut' ? bytes.subarray(0, way.before) : bytes);
      made.set(key, { reference, bytes, way });
    }
    job.reference = made.get(key).reference;
  }
  return [...made.values()];
}

async function writeInPieces(jobs) {
  for (let n = 0; n < pieces; n++) {
    for (const { reading, bytes } of jobs) {
      const size = Math.ceil(bytes.length / pieces);
      reading.write(bytes.subarray(n * size, (n + 1) * size));
    }
    await turn();
  }
}

async function compared({ one, way, reading, reference, early }) {
  const [got, want] = await Promise.all([reading.whole(), reference.whole()]);
  const at = want.findIndex((line, i) => line !== got[i]);
  const wrong =
    at < 0 && got.length === want.length ? '' : `${shown(way)}, number ${at + 1}: ${got[at]}, not ${want[at]}`;
  return { one, early, total: want.length - 2, wrong };
}

/** What was told of each body ahead of the engine, of all that was told, and what was wrong first. */
export const handOverAll = async ({ path, most }) => {
  const cases = await (await fetch(path)).json();
  const module = await WebAssembly.compileStreaming(fetch('/dist/feedsource.wasm'));
  const results = new Map(cases.map((one) => [one, { ways: 0, early: 0, total: 0, wrong: '' }]));
  const jobs = cases.flatMap((one) => {
    const bytes = bytesOf(one.body);
    return Array.from(waysOf(bytes, most), (way) => ({ one, bytes, way }));
  });
  while (jobs.length > 0) {
    for (const { one, early, total, wrong } of await readTogether(module, jobs.splice(0, feedsAtATime))) {
      const result = results.get(one);
      result.ways++;
      result.early += early;
      result.total += total;
      result.wrong ||= wrong;
    }
  }
  return [...results.values()];
};
