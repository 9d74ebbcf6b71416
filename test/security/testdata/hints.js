import { listen } from './hear.js';

// Asks three times, at once, as if the time had passed that a feed would wait.
const threeWaits = async (url) => {
  const waits = [];
  const delay = ({ retryInMs }) => (waits.push(retryInMs) < 3 ? 0 : false);
  const got = await listen(url, { reconnect: { delay } });
  return { ...got, waits };
};

export async function waitsOf({ origin, after, retry }) {
  const numbers = (n) => [...Array(n).keys()];
  const afters = numbers(after).map((i) => threeWaits(`${origin}/after/${i}`));
  const retries = numbers(retry).map((i) => listen(`${origin}/retry/${i}`, {}, { failures: 1 }));
  return { after: await Promise.all(afters), retry: await Promise.all(retries) };
}
