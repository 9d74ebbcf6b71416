import { fail, feed, heard } from './feeds.js';

/**
 * Makes a mistake, and gives what the page is told of it: the sentence of an exception, of an event, or of what went
 * uncaught. It is empty if nothing was told until the feed that was made was closed, or a while later.
 * @param make Makes the mistake, and gives the feed if there is one.
 */
export const told = (make) =>
  new Promise((resolve) => {
    addEventListener('error', (event) => resolve(event.message), { once: true });
    addEventListener('unhandledrejection', ({ reason }) => resolve(`${reason.name}: ${reason.message}`), {
      once: true,
    });
    let feed;
    try {
      feed = make();
    } catch (error) {
      resolve(`${error.name}: ${error.message}`);
      return;
    }
    const hear = (event) => {
      const sentence = event.message ?? event.detail?.message;
      if (sentence === undefined) return;
      feed.close();
      resolve(sentence);
    };
    for (const type of ['error', 'warning', 'gap']) feed.addEventListener(type, hear);
    if (!feed.onmessage) feed.addEventListener('message', () => {});
    if (feed.readyState === 2) setTimeout(resolve, 500, '');
  });

/** How many records two listeners hear, one ahead of a listener that throws at each, and one behind it. */
export async function besideOneThatThrows() {
  const f = feed('/espresso/subscribe?from=1&rate=0&count=3');
  const counts = [0, 0];
  f.addEventListener('*', () => counts[0]++);
  f.addEventListener('*', () => fail('on purpose'));
  f.addEventListener('*', () => counts[1]++);
  await heard(f, 'error');
  f.close();
  return counts;
}
