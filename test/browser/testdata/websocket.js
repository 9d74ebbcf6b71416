// WebSockets, as a page has them.

// A feed in one of the ways.
const open = (url, host, init) => new FS.FeedSource(url, { reconnect: { delay: () => 0 }, ...init, ...host });

const shown = ({ data, lastEventId }) => {
  const what = typeof data === 'string' ? `text ${JSON.stringify(data)}` : `bytes ${[...data]}`;
  return lastEventId ? `${what} ${lastEventId}` : what;
};

// What is heard up to a text.
export const read = ({ url, way, init, until }) =>
  new Promise((resolve) => {
    const log = [];
    const feed = open(url, way, init);
    feed.onopen = ({ response: { status, headers } }) =>
      log.push(`open ${status} ${headers.get('Sec-WebSocket-Protocol')}`);
    feed.onerror = ({ error }) => log.push(`error ${error.type}${error.code ? ` ${error.code}` : ''}`);
    void feed.send('seen');
    feed.onmessage = (event) => {
      log.push(shown(event));
      if (event.data !== until) return;
      feed.close();
      resolve(log);
    };
  });

// A page that has listened, and has something to say then.
export async function speakUp({ url, way }) {
  const log = [];
  const feed = open(url, way, { id: '/n', resume: { query: 'since' } });
  for await (const event of feed) {
    log.push(shown(event));
    if (event.data === 'heard') return log;
    if (event.json?.n === 1) await feed.send('now I speak');
  }
}

// A page that is busy with the first message until the server has said all.
export async function late({ url, way }) {
  const log = [];
  const feed = open(url, way, { reconnect: false });
  for await (const event of feed) {
    if (log.length === 0) await new Promise((resolve) => setTimeout(resolve, 500));
    log.push(shown(event));
  }
  return log;
}

export async function talk({ url, way }) {
  const log = [];
  let tokens = 0;
  const feed = open(url, way, {
    greet: async ({ lastEventId }) => ({ token: `t${++tokens}`, since: lastEventId }),
    signals: [{ at: '/type', is: 'ping', then: 'keepalive', reply: { type: 'pong' } }],
    id: '/n',
  });
  feed.addEventListener('keepalive', () => log.push('keepalive'));
  const over = new Promise((resolve) => {
    feed.onmessage = async (event) => {
      log.push(shown(event));
      if (event.data === 'over') {
        feed.close();
        resolve();
      }
    };
  });
  const early = feed.send('early');
  const bytes = feed.send(new Uint8Array([0, 97, 98, 99]).subarray(1));
  await early;
  await bytes;
  log.push('sent');
  await new Promise((resolve) => feed.addEventListener('error', resolve, { once: true }));
  await feed.send({ late: true });
  log.push('sent');
  await over;
  return log;
}

// How a feed ended, or what it does about that.
export const ending = ({ url, way }) =>
  new Promise((resolve) => {
    const feed = open(url, way, {
      signals: [
        { close: [4400, 4499], then: 'stop' },
        { close: 4000, then: 'end' },
      ],
      reconnect: { delay: undefined },
    });
    feed.onmessage = () => {};
    feed.onerror = ({ error: { type, code = '', final, message } }) => {
      feed.close();
      resolve(`${type} ${code} ${final ? 'final' : 'again'}: ${message.split(': ')[1]}`.replace(/ +/g, ' '));
    };
  });

// A server that is silent is asked, and cut when it does not answer either.
export const pinged = ({ url, way }) =>
  new Promise((resolve) => {
    const log = [];
    const feed = open(url, way, {
      reconnect: false,
      keepalive: { timeoutMs: 3000, ping: { type: 'ping' }, pong: { at: '/type', is: 'pong' } },
    });
    feed.onmessage = (event) => log.push(shown(event));
    feed.addEventListener('keepalive', ({ kind }) => log.push(`keepalive ${kind}`));
    feed.onerror = ({ error }) => {
      feed.close();
      resolve([...log, `error ${error.type}`]);
    };
  });
