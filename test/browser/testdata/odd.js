import { fail } from './feeds.js';
import { next, stream } from './responses.js';

const names = [
  'format',
  'preset',
  'id',
  'lastEventId',
  'method',
  'headers',
  'resume',
  'backfill',
  'gap',
  'decode',
  'lag',
  'signals',
  'dedupe',
  'keepalive',
  'reconnect',
  'maxRecordBytes',
  'withCredentials',
  'body',
  'cache',
  'priority',
];

const throwing = { toString: () => fail('on purpose') };

export async function oddValues() {
  const whole = (text) => async () =>
    new Response(stream(text, false), { headers: { 'Content-Type': 'text/event-stream' } });
  const witness = new FS.FeedSource('http://own/', { fetch: whole('data: x\n\n') });
  const wrong = [];
  witness.onerror = ({ message }) => wrong.push(message);
  await next(witness, 'message');
  const nested = (name, ...members) => members.map((member) => (value) => ({ [name]: { [member]: value } }));
  const shapes = [
    ...names.map((name) => (value) => ({ [name]: value })),
    ...nested('resume', 'header', 'query', 'body', 'persist', 'key'),
    ...nested('backfill', 'url', 'after', 'before', 'size', 'overlap'),
    ...nested('gap', 'windowMs', 'header', 'stop'),
    ...nested('decode', 'data', 'encoding'),
    ...nested('lag', 'time', 'warnMs'),
    ...nested('dedupe', 'key', 'window'),
    ...nested('keepalive', 'timeoutMs', 'connectMs'),
    ...nested('reconnect', 'delay', 'maxAttempts', 'maxElapsedMs', 'anyMethod'),
    ...['at', 'is', 'range', 'then', 'deliver', 'type'].map((name) => (value) => ({
      signals: [{ at: '/x', is: 1, then: 'stop', [name]: value }],
    })),
    (value) => ({ headers: () => value }),
    (value) => ({ resume: { key: 'odd', persist: { get: () => value, set: () => value } } }),
  ];
  const values = [5n, Symbol('odd'), null, NaN, -0, '', 'odd', true, [], [5n], {}, throwing, () => 5n];
  for (const shape of shapes) {
    for (const value of values) {
      let feed;
      try {
        feed = new FS.FeedSource('http://own/', { fetch: whole('data: {"x":2}\n\n'), ...shape(value) });
      } catch {
        continue;
      }
      const before = wrong.length;
      const first = await Promise.race([next(feed, 'message'), next(feed, 'error')]);
      feed.close();
      const said = first === 'nothing' ? first : first.error?.type === 'engine' ? first.message : '';
      if (said || wrong.length > before) wrong.push(JSON.stringify(shape(typeof value)) + ' ' + said.slice(0, 300));
    }
  }
  return [...wrong, String(witness.readyState)];
}
