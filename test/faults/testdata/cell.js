// Plays cells, each a feed of its own, on as many ports as there are, and tells what the
// feeds told. Words stand for events, and runs of records are one word: '1-3'.

import { jumping } from './clock.js';

const reading = new Map(); // cells whose servers wait for what was read

/** A word for an event; what is not as it should be is in the word. */
const word = (cell, feed, event) => {
  if (event instanceof FS.FeedEvent) {
    const n = Number(/\d+/.exec(event.data)?.[0]);
    if (event.data !== cell.text.replaceAll('%', n)) return `not a record: ${event.data.slice(0, 60)}`;
    if (event.lastEventId !== (cell.plain ? '' : `r${n}`)) return `${n} with the id ${event.lastEventId}`;
    if (!cell.plain && event.json.id !== `r${n}`) return `${n} with the member ${event.json.id}`;
    return feed.readyState === 1 || cell.loop ? n : `${n} in state ${feed.readyState}`;
  }
  if (event.type === 'error') {
    const { type, status, final, message } = event.error;
    if (type === 'engine') return message; // which is no cell's doing
    const state = feed.readyState === (final ? 2 : 0) ? '' : ` in state ${feed.readyState}`;
    return `error:${type}${status ? ` ${status}` : ''}${final ? '!' : ''}${state}`;
  }
  if (event.type === 'open') return feed.readyState === 1 ? 'open' : `open in state ${feed.readyState}`;
  const reason = event.reason ?? event.detail.reason;
  return event.type + (reason ? `:${reason}` : '');
};

/** What a page hears, in order. */
class Words {
  list = [];
  #from = 0;
  #to = -1;
  add(w) {
    if (typeof w === 'number' && w === this.#to + 1) {
      this.#to = w;
      this.list[this.list.length - 1] = `${this.#from}-${w}`;
      return;
    }
    this.#from = w;
    this.#to = typeof w === 'number' ? w : -2;
    this.list.push(`${w}`);
  }
}

/** The options that are functions. */
const functions = (cell, report) => {
  const options = {};
  const delay = ({ final, retryInMs }) => {
    report.waits.push(final ? -1 : retryInMs);
    return final || retryInMs === 0 ? undefined : 3;
  };
  if (cell.options.reconnect !== false) options.reconnect = { ...cell.options.reconnect, delay };
  let attempt = 0;
  if (cell.numbered) {
    options.fetch = (url, init) => fetch(`${url}${url.includes('?') ? '&' : '?'}try=${++attempt}`, init);
  }
  if (cell.unresolved) {
    options.fetch = (url, init) => fetch(++attempt === cell.unresolved ? 'http://feeds.invalid/' : url, init);
  }
  if (cell.headers) options.headers = async () => ({});
  return options;
};

/** Reads a feed by a loop, which is behind the events that tell of the connection. */
const readAll = async (cell, feed, words) => {
  try {
    for await (const event of feed) words.add(word(cell, feed, event));
  } catch (error) {
    if (!error.final) words.add(`thrown: ${error}`);
  }
};

const notes = ['open', 'message', 'error', 'malformed', 'stall', 'gap', 'warning', 'lag'];

/** Plays one cell to its final failure. */
const play = async (cell, base, playing) => {
  const report = { key: cell.key, waits: [], attempts: [], lives: [], bytes: [], moved: false };
  const words = new Words();
  let opened = Infinity;
  const feed = new FS.FeedSource(`${base}/${cell.key}`, { ...cell.options, ...functions(cell, report) });
  const loop = cell.loop && readAll(cell, feed, words);
  await new Promise((resolve) => {
    const hung = setTimeout(() => {
      words.add('hung');
      resolve();
    }, 30000);
    for (const type of notes) {
      if (type === 'message' && cell.loop) continue;
      feed.addEventListener(type, (event) => {
        words.add(word(cell, feed, event));
        if (type === 'message') report.moved ||= event.origin !== base;
        if (type === 'malformed') report.bytes.push(btoa(String.fromCharCode(...event.bytes.subarray(0, 300))));
        if (type === 'open') opened = performance.now();
        if (!(event instanceof ErrorEvent)) return;
        report.lives.push(Math.max(0, performance.now() - opened));
        opened = Infinity;
        report.attempts.push(event.error.attempt);
        if (!event.error.final) return;
        clearTimeout(hung);
        setTimeout(resolve); // and then nothing more
      });
    }
    if (cell.heard) reading.set(cell.key, { feed, told: 0 });
    playing(feed);
  });
  await loop;
  reading.delete(cell.key);
  const { readyState: state, lastEventId, stats } = feed;
  feed.close();
  return { ...report, words: words.list, state, lastEventId, stats };
};

/** Tells the server what was read. */
const tell = async (where) => {
  for (;;) {
    const news = {};
    for (const [key, known] of reading) {
      const { bytes } = known.feed.stats;
      if (bytes > known.told) news[key] = known.told = bytes;
    }
    if (Object.keys(news).length > 0) await fetch(where, { method: 'POST', body: JSON.stringify(news) });
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
};

/** After how many milliseconds a late engine comes at the latest: some feeds have nothing to tell without. */
const latest = 100;

/**
 * Plays a cell in a page whose engine comes behind the first things that the feed tells, more or fewer of them. Its code is
 * compiled and warm: a thousand frames would take minutes for that.
 */
export const playLate = async ({ cell, base, module }) => {
  let come;
  globalThis.Worker = undefined;
  void FS.init({ wasm: new Promise((resolve) => (come = () => resolve(structuredClone(module)))) });
  setTimeout(come, latest);
  return play(cell, base, (feed) => {
    let left = Number(cell.key.slice(1)) % 6;
    const hear = () => left-- > 0 || come();
    for (const type of notes) feed.addEventListener(type, hear);
  });
};

/** Plays a cell in a frame, which has an engine of its own. */
const playInFrame = async (cell, base, module) => {
  const frame = document.createElement('iframe');
  frame.src = '/module.html';
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve));
  const script = await frame.contentWindow.eval("import('/scripts/cell.js')");
  const report = structuredClone(await script.playLate({ cell, base, module }));
  frame.remove();
  return report;
};

/** Plays all cells, as many at a time as there are bases; the page's clocks may jump meanwhile, or engines come late. */
export const playAll = async ({ cells, bases, jump, late }) => {
  const playing = jump ? jumping(jump) : () => {};
  const module = late && (await WebAssembly.compileStreaming(fetch('/dist/feedsource.wasm')));
  const playOne = (cell, base) => (late ? playInFrame(cell, base, module) : play(cell, base, playing));
  const reports = [];
  const left = [...cells];
  await Promise.all(
    bases.map(async (base) => {
      for (let cell; (cell = left.shift()); ) reports.push(await playOne(cell, base));
    }),
  );
  return reports;
};

void tell('/read');
