import { base, fail, heard, reading } from './feeds.js';

/** How a feed fails for good. */
export const untilFinal = ({ url, init }) =>
  new Promise((resolve) => {
    const f = new FS.FeedSource(url, init);
    let failures = 0;
    f.onerror = ({ error: { type, message, final } }) => {
      failures++;
      if (failures > 5) f.close();
      if (final || failures > 5) resolve({ type, message, final, failures });
    };
  });

export const postUntilFinal = ({ url }) => untilFinal({ url, init: { method: 'POST', body: 'x' } });

export const untilFinalByOwnFetch = ({ url }) =>
  untilFinal({ url, init: { fetch: (...args) => globalThis.fetch(...args) } });

const types = { headers: { 'Content-Type': 'text/event-stream' } };
const boom = new Error('boom');
const body = (cause, first = '') =>
  new ReadableStream({
    start(to) {
      if (first) to.enqueue(new TextEncoder().encode(first));
    },
    pull: (to) => to.error(cause),
  });
const read = async () => {
  const response = new Response('data: x\n\n', types);
  await response.text();
  return response;
};

/** What goes wrong in the page's own code, and what was thrown, if it was. */
const faults = {
  'a fetch that throws': [{ fetch: () => fail('boom') }, boom],
  'a fetch that rejects': [{ fetch: async () => Promise.reject(boom) }, boom],
  'a mistake in it': [{ fetch: async () => undefined.fetch() }, TypeError],
  'no Response': [{ fetch: async () => ({}) }],
  nothing: [{ fetch: async () => undefined }],
  'what looks like one': [{ fetch: async (url) => ({ status: 200, body: 'x', headers: new Headers(), url }) }],
  'a body that was read': [{ fetch: read }],
  'a Response in a Proxy': [{ fetch: async () => new Proxy(new Response('data: x\n\n', types), {}) }, TypeError],
  'a time-out of its own': [
    { fetch: async () => Promise.reject(new DOMException('late', 'TimeoutError')) },
    DOMException,
  ],
  'a time-out behind a record': [
    { fetch: async () => new Response(body(new DOMException('late', 'TimeoutError'), 'data: x\n\n'), types) },
    DOMException,
  ],
  'a chunk that is null': [
    { fetch: async () => new Response(new ReadableStream({ start: (to) => to.enqueue(null) }), types) },
  ],
  'a body that fails': [{ fetch: async () => new Response(body(boom), types) }, boom],
  'a body that fails behind a record': [{ fetch: async () => new Response(body(boom, 'data: x\n\n'), types) }, boom],
  'chunks of text': [
    { fetch: async () => new Response(new ReadableStream({ start: (to) => to.enqueue('x') }), types) },
  ],
  'headers that throw': [{ headers: () => fail('boom') }, boom],
  'headers that cannot be': [{ headers: async () => ({ 'X-A': '日' }) }, TypeError],
};

export async function faultsOfThePage({ ahead }) {
  if (!ahead) await FS.init();
  const one = async ([name, [init, thrown]]) => {
    const f = new FS.FeedSource(base, init);
    f.onmessage = () => {}; // what is behind a record waits for its reader
    const retryInMs = [];
    let error;
    for (let turn = 0; turn < 2; turn++) {
      ({ error } = await heard(f, 'error'));
      retryInMs.push(error.retryInMs);
    }
    f.close();
    const { cause } = error;
    const kept =
      thrown === undefined ||
      cause === thrown ||
      cause.message === 'boom' ||
      cause.name === thrown.name ||
      cause instanceof thrown;
    return { name, type: error.type, message: error.message, retryInMs, cause: kept };
  };
  return Promise.all(Object.entries(faults).map(one));
}

export async function failuresPassedOn() {
  const type = async (fetch, url = 'http://127.0.0.1:1/') => {
    const f = reading(new FS.FeedSource(url, { fetch, reconnect: false }));
    const { error } = await heard(f, 'error');
    return error.type;
  };
  const passOn = (...args) => globalThis.fetch(...args);
  return [
    await type(passOn),
    await type(async () => Response.error()),
    await type(passOn, `${base}/espresso/subscribe?from=1&rate=0&cut=200`),
  ];
}
