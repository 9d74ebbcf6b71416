import { heard, pause, reading } from './feeds.js';

const types = { headers: { 'Content-Type': 'text/event-stream' } };
const locked = () => {
  const response = new Response('data: x\n\n', types);
  response.body.getReader();
  return response;
};
const torn = (cause) => () => new Response(new ReadableStream({ pull: (to) => to.error(cause) }), types);
const chunk = (value) => () => new Response(new ReadableStream({ start: (to) => to.enqueue(value) }), types);

/** What a fetch of the page's own may give, and has no body to be read in the usual way. */
const bodies = {
  'no body': () => new Response(null, types),
  'no body, and a refusal': () => new Response(null, { status: 403 }),
  'an error of the network': () => Response.error(),
  'no response': () => ({}),
  'a body that is no stream': () => ({ status: 200, body: 'x' }),
  'a body that is read already': locked,
  'an error without words': torn(Object.create(null)),
  'an error of no words': torn(''),
  'chunks of text': chunk('data: x\n\n'),
  'chunks of other numbers': chunk(new BigUint64Array(3)),
  'a status of no number': () => ({ status: 200n }),
};

/** The type of the failure that a feed of each ends with, and what another feed hears meanwhile. */
export async function oddBodies({ ahead }) {
  const unhandled = [];
  globalThis.addEventListener('unhandledrejection', ({ reason }) => unhandled.push(`${reason}`));
  if (!ahead) await FS.init();
  const neighbour = new FS.FeedSource('http://own/', { fetch: async () => new Response(new ReadableStream(), types) });
  const disturbed = [];
  neighbour.onerror = ({ message }) => disturbed.push(message);
  const ends = {};
  for (const [name, body] of Object.entries(bodies)) {
    const feed = new FS.FeedSource('http://own/', { reconnect: false, fetch: async () => body() });
    const { error } = await heard(reading(feed), 'error');
    ends[name] = error.type;
  }
  neighbour.close();
  return { ends, unhandled, disturbed };
}

/** How many bodies of a fetch that does not heed its signal are still open, after what a page can do with a feed. */
export async function deafFetch({ ahead }) {
  if (!ahead) await FS.init();
  const open = {};
  const after = async (what, act, options) => {
    let bodies = 0;
    const endless = (to) => to.enqueue(new TextEncoder().encode('data: x\n\n'));
    const fetch = async () => {
      bodies++;
      return new Response(new ReadableStream({ start: endless, cancel: () => void bodies-- }), types);
    };
    const feed = new FS.FeedSource('http://own/', { fetch, ...options });
    await heard(reading(feed), 'message');
    await act(feed);
    await pause(50);
    open[what] = bodies;
    feed.close();
    await pause(20);
    open[`${what}, and close`] = bodies;
  };
  await after('close', (feed) => feed.close());
  await after('reconnect', async (feed) => {
    await FS.init();
    for (let i = 0; i < 3; i++) {
      feed.reconnect();
      await heard(feed, 'message');
    }
  });
  await after('stall', (feed) => heard(feed, 'stall'), {
    keepalive: { timeoutMs: 200 },
    reconnect: { delay: () => 1e6 },
  });
  return open;
}

/** Which attempts the page's function is asked about, and how many requests there are, when a page reconnects at once. */
export async function reconnectAtOnce({ ahead }) {
  if (!ahead) await FS.init();
  const asked = [];
  let requests = 0;
  const feed = new FS.FeedSource('http://own/', {
    headers: (attempt) => void asked.push(attempt),
    fetch: async () => new Response(new ReadableStream(), { headers: { n: `${++requests}` } }),
  });
  feed.reconnect();
  feed.reconnect();
  await FS.init();
  feed.reconnect();
  await heard(feed, 'open');
  const before = asked.length;
  for (let i = 0; i < 3; i++) feed.reconnect(); // of which the last counts
  await heard(feed, 'open');
  feed.close();
  return { atOnce: asked.length - before, unsent: asked.length - requests };
}
