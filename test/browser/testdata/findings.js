/** What a page gives besides plain options, by name. */
const known = {
  bytes: () => ({ body: new TextEncoder().encode('{}') }),
  notAResponse: () => ({ fetch: async (url) => ({ status: 200, body: 'x', headers: {}, url }) }),
  nothing: () => ({ fetch: async () => ({}) }),
  used: () => ({
    fetch: async () => {
      const response = new Response('data: a\n\n', { headers: { 'Content-Type': 'text/event-stream' } });
      await response.text();
      return response;
    },
  }),
  bigInts: () => ({
    parse: (text) => JSON.parse(text, (_, value, { source }) => (typeof value === 'number' ? BigInt(source) : value)),
  }),
  secondsAndNanoseconds: ({ resume }) => ({ resume: { ...resume, as: (id) => `${id.slice(0, -9)}.${id.slice(-9)}` } }),
  pages: (_, url) => ({ backfill: { url: new URL('/pages', url).href, after: 'after', size: 9 } }),
  range: () => ({
    headers: (_, { lastEventId }) => (lastEventId ? { 'Last-Event-ID': `entries=${lastEventId}` } : {}),
  }),
  ownFetch: (_, __, current) => ({
    fetch: (url, init) => {
      const { lastEventId } = current.feed ?? {};
      if (lastEventId) init.headers.set('Last-Event-ID', `entries=${lastEventId}`);
      return fetch(url, init);
    },
  }),
};

const urls = {
  address: (url) => () => url,
  ticket:
    (url) =>
    async ({ attempt }) =>
      `${url}?ticket=${attempt}`,
  since:
    (url) =>
    ({ lastEventId }) =>
      lastEventId ? `${url}?since=${lastEventId}` : url,
};

const make = ({ url, options, functions }, waits) => {
  const given = { ...options };
  const current = {};
  for (const name of functions ?? []) Object.assign(given, known[name]?.(given, url, current));
  const delay = (failure) => {
    if (!failure.final) waits.push(failure.retryInMs);
    return failure.final ? false : 1;
  };
  if (typeof (given.reconnect ?? {}) === 'object') given.reconnect = { ...given.reconnect, delay };
  const address = urls[functions?.find((name) => urls[name])];
  current.feed = new FS.FeedSource(address?.(url) ?? url, given);
  return current.feed;
};

const report = () => ({
  told: [],
  records: [],
  ids: [],
  json: [],
  waits: [],
  messages: [],
  codes: [],
  bodies: [],
  end: '',
});

const note = (heard, event) => {
  const { type, data, lastEventId } = event;
  const record = (type === 'message' ? '' : `${type}=`) + data;
  heard.records.push(record);
  heard.ids.push(lastEventId);
  return record;
};

const asText = (_, value) => (typeof value === 'bigint' ? `${value}n` : value);

/** What a feed tells its listeners until it is closed. */
const listen = (asked) =>
  new Promise((resolve) => {
    const heard = report();
    const feed = make(asked, heard.waits);
    feed.addEventListener('*', (e) => {
      heard.told.push(note(heard, e));
      if (asked.functions?.includes('bigInts')) heard.json.push(JSON.stringify(e.json, asText));
    });
    for (const type of ['gap', 'warning', 'stall'])
      feed.addEventListener(type, ({ detail }) => {
        heard.told.push(detail.reason ? `${type}:${detail.reason}` : type);
        heard.messages.push(detail.message);
      });
    feed.addEventListener('malformed', (e) => heard.told.push(`malformed:${e.reason}`));
    feed.addEventListener('keepalive', (e) => heard.told.push(`keepalive:${e.kind}${e.data && ` ${e.data}`}`));
    feed.addEventListener('error', ({ error }) => {
      if (!error) return; // a server's own event
      heard.told.push(`error:${error.type}${error.final ? '!' : ''}`);
      heard.messages.push(error.message);
      if (error.code !== undefined) heard.codes.push(error.code);
      if (error.body) heard.bodies.push(error.body);
      if (!error.final) return;
      heard.cursor = feed.lastEventId;
      resolve(heard);
    });
  });

const looping = async (asked, read) => {
  const heard = report();
  const feed = make(asked, heard.waits);
  try {
    await read(feed, heard);
    heard.end = 'ends';
  } catch (e) {
    heard.end = `throws ${e.type ?? e}`;
  }
  heard.cursor = feed.lastEventId;
  return heard;
};

/** What a loop gets, and how it comes to its end. */
const loop = (asked) =>
  looping(asked, async (feed, heard) => {
    for await (const event of feed) note(heard, event);
  });

/** The same with the records that came together. */
const batches = (asked) =>
  looping(asked, async (feed, heard) => {
    for await (const batch of feed.batches()) for (const event of batch) note(heard, event);
  });

const ways = { listen, loop, batches };

/** What each way of reading gets, at a URL of its own, all of them at once: they wait for most of their time. */
export const everyWay = async ({ urls, ...asked }) => {
  const read = async ([way, url]) => [way, await ways[way]({ ...asked, url })];
  return Object.fromEntries(await Promise.all(Object.entries(urls).map(read)));
};

/** What the strict class tells. */
export const strictly = ({ url }) =>
  new Promise((resolve) => {
    const heard = report();
    const source = new FS.EventSource(url);
    source.onmessage = (e) => heard.told.push(note(heard, e));
    for (const type of ['gap', 'warning'])
      source.addEventListener(type, ({ detail }) => heard.told.push(`${type}:${detail.reason}`));
    source.onerror = () => {
      heard.told.push(source.readyState === 2 ? 'error!' : 'error');
      if (source.readyState === 2) resolve(heard);
    };
  });
