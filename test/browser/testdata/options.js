import { heard } from './feeds.js';

export async function refused({ url }) {
  const tell = async (make) => {
    try {
      await make();
      return 'made';
    } catch (e) {
      return `${e.name}: ${e.message}`;
    }
  };
  const made = (...args) => tell(() => new FS.FeedSource(...args));
  return [
    await made(),
    await made(url, 'sse'),
    await made(url, { keepAlive: true }),
    await made(url, { preset: 'nfty' }),
    await made(url, { resume: { persist: 'localstorage' } }),
    await made(url, { withCredentials: 'yes' }),
    await made(url, { headers: { 'X-A': '日' } }),
    await tell(() => FS.init({ url: '/x.wasm' })),
  ];
}

export async function strict({ url }) {
  const log = [];
  for (const init of [
    { headers: {}, keepAlive: 1 },
    { withCredentials: 'yes', nothing: true },
  ]) {
    const source = new FS.EventSource(url, init);
    if (source.withCredentials) {
      // which the server does not allow
      source.close();
      log.push('x', source.withCredentials);
      continue;
    }
    const { data } = await heard(source, 'message');
    source.close();
    log.push(data, source.withCredentials);
  }
  return log;
}

export async function short({ url }) {
  const log = [];
  const f = new FS.FeedSource(url, { keepalive: true, reconnect: 3, dedupe: '/id' });
  f.onmessage = ({ json }) => log.push(`${json.id}`);
  await new Promise((resolve) => {
    f.onerror = ({ error }) => {
      if (error.final) resolve(log.push(error.type, error.attempt));
    };
  });
  return log;
}
