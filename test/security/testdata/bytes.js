import { until } from './hear.js';

// Reads events whose types are names of something else.
export async function typesThatAreNames({ url, types }) {
  const feed = new FS.FeedSource(url, { reconnect: false });
  let seen = '';
  let opens = 0;
  let final;
  for (const type of types) {
    feed.addEventListener(type, (e) => {
      if (e instanceof FS.FeedEvent) seen += e.type + ' ' + e.data + ';';
      else if (e.type === 'open') opens++;
      else if (e instanceof ErrorEvent) final = e.error.type;
    });
  }
  await until(() => final);
  return { seen, opens, final, clean: {}.data === undefined };
}
