import { listen, until } from './hear.js';

// How an id goes back.
const resend = { id: '/id', resume: { body: '/since' }, reconnect: { anyMethod: true }, method: 'POST' };
const ways = {
  header: (url) => listen(url),
  strict: (url) => listen(url, {}, { of: 'strict' }),
  native: (url) => listen(url, {}, { of: 'native' }),
  records: (url) => listen(url, { id: '/id' }),
  query: (url) => listen(url + '?keep=a%2Fb+c&since=0&x=', { id: '/id', resume: { query: 'since' } }),
  body: (url) => listen(url, { ...resend, body: '{"keep":1}' }),
  form: (url) => listen(url, { ...resend, body: 'keep=a%2Fb&since=0' }),
  store: async (url) => {
    const store = new Map();
    await listen(url, { resume: { persist: store } });
    await until(() => store.size);
    return listen(url, { resume: { persist: store } });
  },
};

// Reads the feed of each id in each of the ways, all at once.
export const sendBack = ({ origin, count }) =>
  Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const got = {};
      const read = async ([way, of]) => (got[way] = await of(`${origin}/${way}/${i}`));
      await Promise.all(Object.entries(ways).map(read));
      return got;
    }),
  );
