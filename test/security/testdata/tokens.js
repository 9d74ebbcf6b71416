import { listen, told, until } from './hear.js';

const query = '?access_token=s3cr3t#s3cr3t';

// A token in every place that has room for one, but the URL.
const withTokens = () => ({
  headers: { Authorization: 'Bearer s3cr3t', 'X-Api-Key': 's3cr3t' },
  method: 'POST',
  body: 's3cr3t=s3cr3t',
  reconnect: { anyMethod: true },
  resume: { persist: localStorage },
});

export const hearFailure = ({ url }) => listen(url + query, withTokens(), { failures: 1 });

export const hearOfPassword = ({ url, init }) =>
  listen(url.replace('//', '//s3cr3t:s3cr3t@') + query, init, { failures: 1 });

export const hearOfOwnFetch = ({ url }) => {
  const fetch = async (asked) => {
    throw new Error('GET ' + asked + ' failed');
  };
  return listen(url + query, { fetch }, { failures: 1 });
};

export const hearStream = ({ url }) =>
  listen(url + query, {
    ...withTokens(),
    id: '/id',
    gap: { windowMs: 1 },
    signals: [
      { at: '/warn', then: 'warning' },
      { at: '/gap', then: 'gap' },
      { at: '/fatal', then: 'stop' },
    ],
  });

export async function hearOfStore({ url }) {
  const warned = [];
  const set = (key) => {
    throw new Error('setting ' + key + ' failed: quota');
  };
  const feed = new FS.FeedSource(url + query, { resume: { persist: { get() {}, set } } });
  feed.addEventListener('message', () => {}); // a record that nobody takes moves no cursor
  feed.addEventListener('warning', (e) => warned.push(told(e)));
  await until(() => warned.length);
  feed.close();
  return { said: warned };
}

// All that a page can see of what a feed left behind.
export async function leftBehind({ url }) {
  await listen(url + query, { headers: { Authorization: 'Bearer s3cr3t' }, resume: { persist: localStorage } });
  await until(() => localStorage.getItem(url));
  return JSON.stringify([
    { ...localStorage },
    { ...sessionStorage },
    document.cookie,
    location.href,
    document.documentElement.outerHTML,
  ]);
}

export function hearOfURL({ url }) {
  try {
    return String(new FS.FeedSource(url));
  } catch (e) {
    return e.name + ' ' + e.message;
  }
}
