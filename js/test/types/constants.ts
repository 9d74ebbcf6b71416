// What an app keeps in constants of its own, and gives as options.
import { FeedSource, type FeedHeaders, type FeedSourceInit, type Signal } from 'feedsource';

const options = {
  preset: 'ntfy',
  headers: [
    ['Accept', 'application/json'],
    ['X-Room', '42'],
  ],
  protocols: ['v2.talk', 'v1.talk'],
  id: ['/id', { header: ':sequence' }],
  dedupe: { key: ['/a', '/b'], window: 100 },
  signals: [
    { is: ['[DONE]', 'end'], then: 'end', deliver: false },
    { at: '/code', range: [40140, 40149], then: 'refresh' },
    { close: [4400, 4499], then: 'stop', reply: ['bye'] },
  ],
  resume: { query: 'since', from: { record: '/id' }, persist: 'localStorage' },
  format: { length: { bytes: 4, endian: 'little' } },
  share: { name: 'room', replay: 10 },
  greet: [{ token: 'x' }, 'hello'],
  reconnect: { maxAttempts: 3 },
} as const;
new FeedSource('/room', options);

const signals = [
  { is: '[DONE]', then: 'end', deliver: false },
  { type: 'error', at: '/code', range: [40140, 40149], then: 'refresh' },
] as const;
new FeedSource('/room', { signals });
const typed: Signal[] = [{ is: '[DONE]', then: 'end' }];
new FeedSource('/room', { signals: typed });
const pairs = [['Accept', 'text/plain']] as const;
export const headers: FeedHeaders[] = [pairs, () => pairs, async () => pairs];

// What was not decided is undefined, and counts as not given.
export const open = (token: string | undefined, window: number | undefined): FeedSource =>
  new FeedSource('/room', {
    headers: token ? { Authorization: `Bearer ${token}` } : undefined,
    dedupe: { key: '/id', window },
    resume: { query: 'since', header: undefined },
    signals: [{ at: undefined, is: '[DONE]', then: 'end' }],
    parse: undefined,
    worker: undefined,
  });
export const none: FeedSourceInit = { format: undefined, keepalive: { timeoutMs: undefined } };

// @ts-expect-error a rule that there is not
new FeedSource('/room', { signals: [{ is: '[DONE]', then: 'ends' }] });
// @ts-expect-error a range of three numbers
new FeedSource('/room', { signals: [{ at: '/code', range: [1, 2, 3], then: 'stop' }] });
// @ts-expect-error a header of three parts
new FeedSource('/room', { headers: [['a', 'b', 'c']] });
