import { tokens } from '/site.js';
import { feed, put, reading } from './feeds.js';

export async function tokenThatExpires({ path, preset }) {
  const f = feed(`${path}?channel=${preset}&v=1.2&from=1&rate=60`, {
    preset,
    reconnect: {
      delay: (e) => {
        errors.push([e.type, e.code, e.retryInMs]);
        return 0;
      },
    },
    headers: (attempt) => ({ Authorization: 'Bearer ' + btoa(`ttl:400:${preset}${attempt}`) }),
  });
  const numbers = [];
  const errors = [];
  for await (const e of f) {
    const number = /:(\d+):0/.exec(e.data)?.[1];
    if (number) numbers.push(Number(number));
    if (numbers.length >= 1100) break;
  }
  f.close();
  return { numbers, errors, duplicates: f.stats.duplicates };
}

export async function saidByTwitter() {
  const filter =
    '/twitter/1.1/statuses/filter.json?track=coffee,golang,wasm,music,football,weather,trains' +
    '&stall_warnings=true&from=1&take=300&rate=0&';
  const told = (query) =>
    new Promise((resolve) => {
      const f = reading(
        feed(filter + query, { preset: 'twitter', headers: { Authorization: 'Bearer ' + tokens.twitter } }),
      );
      const warnings = new Set();
      f.addEventListener('warning', ({ detail }) => {
        const code = /^\w+$/.exec(detail.code)?.[0].replace(/\d+/, 'N');
        warnings.add(`${detail.reason} ${code} ${Object.keys(JSON.parse(detail.data))}`);
      });
      f.addEventListener('error', (e) => {
        f.close();
        resolve([e.error.type, e.error.code, e.error.final, [...warnings].sort()]);
      });
    });
  return {
    revoked: await told('disconnect=6'),
    broker: await told('disconnect=11'),
    normal: await told('disconnect=5'),
  };
}

export async function answersWithAnEndMarker() {
  const signals = [{ is: '[DONE]', then: 'end', deliver: false }];
  await put('whole', 'data: {"n":1}\n\ndata: {"n":2}\n\ndata: [DONE]\n\n');
  await put('cut', 'data: {"n":1}\n\ndata: {"n":2}\n\n');
  const read = async (path, options) => {
    const f = feed(path, { format: 'sse', signals, ...options });
    const list = [];
    try {
      for await (const { json } of f) list.push(json.n);
    } catch (e) {
      list.push(e.type, e.final);
    }
    return [list, f.readyState, f.stats.keepalives];
  };
  return {
    whole: await read('/raw/get/whole', { method: 'POST', body: '{}' }),
    held: await read('/raw/get/whole?hold=1'),
    cut: await read('/raw/get/cut', { method: 'POST', body: '{}' }),
    get: await read('/raw/get/cut'),
  };
}
