// Feeds that are read before the engine is there, and what the page asks of them meanwhile.
import { fail, heard, pause } from './feeds.js';

/** Has the engine come when the function that it gives is called. */
const late = (options) => {
  let come;
  FS.init({ wasm: new Promise((resolve) => (come = () => resolve(fetch('/dist/feedsource.wasm')))), ...options });
  return async () => {
    come();
    await FS.init();
    await pause(20);
  };
};

/** A server of event streams in the page: each request gets a stream of its own, which heeds the request's signal. */
class Server {
  requests = [];

  fetch = async (_url, { headers, signal }) => {
    const request = { cursor: headers.get('Last-Event-ID'), aborted: false };
    this.requests.push(request);
    const body = new ReadableStream({ start: (controller) => (request.body = controller) });
    signal.addEventListener('abort', () => {
      request.aborted = true;
      request.body.error(signal.reason);
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  };

  /** Sends events by numbers, which are their ids too, on the latest connection. */
  async send(...numbers) {
    await pause(5); // for the request
    for (const n of numbers) {
      if (this.requests.at(-1).aborted) return;
      this.requests.at(-1).body.enqueue(new TextEncoder().encode(`id: ${n}\ndata: ${n}\n\n`));
      await pause(5);
    }
  }
}

/** A feed of such a server, with what it tells. */
const open = (server, options) => {
  const feed = new FS.FeedSource('https://feeds.example/', { fetch: server.fetch, ...options });
  const told = [];
  feed.addEventListener('open', () => told.push('open'));
  feed.addEventListener('message', ({ data }) => told.push(data));
  feed.addEventListener('error', ({ error }) => told.push(error.type));
  return { feed, told };
};

const ways = {
  async 'records before the engine'(come) {
    const server = new Server();
    const { feed, told } = open(server);
    await server.send(1, 2);
    told.push(`state ${feed.readyState}, cursor ${feed.lastEventId}, ${feed.stats.records} records`);
    await come();
    await server.send(3);
    told.push(`state ${feed.readyState}, cursor ${feed.lastEventId}, ${feed.stats.records} records`);
    feed.close();
    return told;
  },

  async 'switched off'(come) {
    const server = new Server();
    const { feed, told } = open(server);
    await server.send(1);
    told.push(`state ${feed.readyState}`);
    await come();
    feed.close();
    return told;
  },

  async 'closed by a listener'(come) {
    const server = new Server();
    const { feed, told } = open(server);
    feed.addEventListener('message', () => feed.close());
    await server.send(1, 2);
    await come();
    return [...told, server.requests[0].aborted, feed.readyState];
  },

  async reconnect(come) {
    const server = new Server();
    const { feed, told } = open(server);
    await server.send(1, 2);
    feed.reconnect();
    told.push(`state ${feed.readyState}, aborted ${server.requests[0].aborted}`);
    await pause(20);
    await come();
    await server.send(3);
    feed.close();
    return [
      ...told,
      ...server.requests.map(({ cursor }) => `asked with ${cursor}`),
      `${feed.stats.reconnects} reconnects`,
    ];
  },

  async 'paused meanwhile'(come) {
    const server = new Server();
    const { feed, told } = open(server);
    await server.send(1);
    feed.pause();
    await server.send(2, 3);
    told.push('paused');
    await come();
    await server.send(4);
    told.push('resumed');
    feed.resume();
    await pause(20);
    await server.send(5);
    feed.close();
    return told;
  },

  async 'a loop that is busy'(come) {
    const server = new Server();
    const feed = new FS.FeedSource('https://feeds.example/', { fetch: server.fetch });
    const told = [];
    const looped = (async () => {
      for await (const { data, lastEventId } of feed) {
        told.push(data);
        await pause(40);
        if (feed.lastEventId > lastEventId) fail('the cursor is ahead of the loop');
      }
    })();
    await server.send(1, 2, 3);
    await come();
    await server.send(4);
    while (told.length < 4) await pause(5);
    feed.close();
    await looped;
    return told;
  },

  async 'put away meanwhile'(come) {
    const server = new Server();
    const { feed, told } = open(server);
    await server.send(1);
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    told.push(`aborted ${server.requests[0].aborted}`);
    await come();
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await server.send(2);
    feed.close();
    return told;
  },

  async 'a failure'(come) {
    const server = new Server();
    const { feed, told } = open(server, { reconnect: { delay: () => 1 } });
    await server.send(1);
    server.requests[0].body.error(new Error('cut'));
    await pause(20);
    told.push('cut');
    await come();
    await server.send(2);
    feed.close();
    return [...told, `asked with ${server.requests[1].cursor}`];
  },

  async 'a listener that throws and opens another'(come) {
    const server = new Server();
    const { feed, told } = open(server);
    const others = [];
    const aside = (event) => event.preventDefault(); // what is thrown on purpose
    addEventListener('error', aside);
    feed.addEventListener('open', () => fail('on purpose'));
    feed.addEventListener('message', ({ data }) => {
      if (data !== '1') return;
      others.push(open(new Server()));
      fail('on purpose');
    });
    await server.send(1, 2);
    await come();
    await server.send(3);
    removeEventListener('error', aside);
    for (const one of [feed, others[0].feed]) one.close();
    return [...told, 'other', ...others[0].told];
  },

  async 'no engine'(_come, refuse) {
    const server = new Server();
    const { told } = open(server);
    await server.send(1);
    refuse();
    await pause(20);
    return [...told, server.requests[0].aborted];
  },

  async 'an engine that cannot be reached at first'() {
    const { fetch } = globalThis;
    let failures = 0;
    globalThis.fetch = (...given) => {
      if (!`${given[0]}`.includes('.wasm') || failures === 2) return fetch(...given);
      failures++;
      return Promise.reject(new TypeError('Failed to fetch'));
    };
    const server = new Server();
    const { feed, told } = open(server, { reconnect: { delay: () => 1 } });
    await server.send(1);
    while (failures < 2) await pause(5);
    await server.send(2);
    server.requests[0].body.error(new Error('cut'));
    await heard(feed, 'open');
    await server.send(3);
    feed.close();
    return [...told, failures];
  },

  async 'the end in what is left, and a busy loop'(come) {
    const records = ['{"n":1}', '{"n":2,"type":"x","t":"the end"}', '{"n":3}', '{"type":"end"}'];
    const told = [];
    const feed = new FS.FeedSource('https://feeds.example/', {
      format: 'ndjson',
      signals: [{ at: '/type', is: 'end', then: 'end' }],
      fetch: async () => new Response(`${records.join('\n')}\n`),
    });
    feed.onerror = ({ error }) => told.push(error.type);
    const looped = (async () => {
      for await (const { json } of feed) {
        told.push(json.n ?? 'end');
        await pause(40);
      }
    })();
    await pause(10);
    await come();
    await looped;
    return told.sort();
  },

  async 'the end in what is left, and a pause'(come) {
    const server = new Server();
    const { feed, told } = open(server, { preset: 'openai' });
    feed.addEventListener('message', () => feed.pause(), { once: true });
    await pause(5);
    const data = (text) => `data: ${text}\n\n`;
    const chunk = data('{"a":1}') + data('{"a":"\\u2019"}') + data('{"a":3}') + data('[DONE]');
    server.requests[0].body.enqueue(new TextEncoder().encode(chunk));
    await pause(10);
    await come();
    await pause(50);
    told.push('resumed');
    feed.resume();
    await pause(20);
    return told;
  },

  async 'closed while a body of its own is read'(come) {
    let cancelled = false;
    const body = new ReadableStream({ cancel: () => (cancelled = true) });
    const feed = new FS.FeedSource('https://feeds.example/', {
      format: 'ndjson',
      fetch: async () => new Response(body),
    });
    await heard(feed, 'open');
    feed.close();
    await pause(5);
    await come();
    return [cancelled];
  },

  async 'more than is kept'(come) {
    const line = new TextEncoder().encode(`{"n":"${'x'.repeat(65526)}"}\n`);
    let pulled = 0;
    const pull = (controller) => (pulled++ < 100 ? controller.enqueue(line.slice()) : controller.close());
    const feed = new FS.FeedSource('https://feeds.example/', {
      format: 'ndjson',
      reconnect: false,
      fetch: async () => new Response(new ReadableStream({ pull }, { highWaterMark: 0 })),
    });
    let records = 0;
    feed.onmessage = () => records++;
    await pause(100);
    const early = pulled;
    await Promise.all([come(), heard(feed, 'error')]);
    const { bytes } = feed.stats;
    return [early > 10 && early < 25 ? 'held back' : early, records, bytes === 100 * line.length];
  },
};

export async function told({ how }) {
  let refuse;
  if (how === 'no engine')
    FS.init({ wasm: new Promise((_, reject) => (refuse = () => reject(new Error('none')))) }).catch(() => {});
  const isLate = !refuse && !how.startsWith('an engine');
  const come = isLate && late({ interim: how !== 'switched off' });
  return (await ways[how](come, refuse)).map(String);
}
