import { listen, until } from './hear.js';

// What a feed may find in the place where it keeps its cursor.
const kept = {
  'no cursor': () => '{"__proto__":{"polluted":1}}',
  'CR LF and a header': () => 'feedsource/1 5\r\nX-Evil: 1',
  NUL: () => 'feedsource/1 5\0',
  '100 KB': () => 'feedsource/1 ' + 'x'.repeat(102400),
  'an object': () => ({ toString: () => 'feedsource/1 5' }),
  'a number': () => 5,
  'a promise that fails': () => Promise.reject(new Error('late')),
  'a mark of another version': () => 'feedsource/2 5',
  markup: () => 'feedsource/1 <script>',
  'half a surrogate pair': () => 'feedsource/1 \ud800',
  ['__proto__']: () => 'feedsource/1 __proto__',
};

export const readWithStore = ({ url, name }) => listen(url, { resume: { persist: { get: kept[name], set() {} } } });

export async function keyOfPrototype({ origin }) {
  const plain = {};
  const own = (key) => (plain[key]?.toString === Object.prototype.toString ? undefined : plain[key]);
  const store = { get: own, set: (key, value) => (plain[key] = value) };
  await listen(origin + 'plain', { resume: { persist: store, key: '__proto__' } });
  await listen(origin + 'web', { resume: { persist: localStorage, key: '__proto__' } });
  await until(() => localStorage.getItem('__proto__'));
  return [localStorage.getItem('__proto__'), Object.keys(Object.prototype).length, {}.polluted === undefined];
}
