import { FeedSource } from 'feedsource';

export const url = 'https://feeds.example/news';

/** What a feed brings, to its end: the texts of its records. */
export async function textsOf(options, address = url) {
  const texts = [];
  for await (const event of new FeedSource(address, options)) texts.push(event.text);
  return texts;
}

/** A feed, and what it tells: the data of its records, and the types of its failures. */
export function heard(options, address = url) {
  const feed = new FeedSource(address, options);
  const told = [];
  feed.addEventListener('*', (event) => told.push(event.text));
  feed.addEventListener('error', (event) => event.error && told.push(event.error.type));
  feed.addEventListener('malformed', (event) => told.push(`malformed: ${event.reason}`));
  return { feed, told };
}

/** Resolves when so much was told. */
export async function toldBy({ feed, told }, count) {
  while (told.length < count)
    await new Promise((resolve) => {
      for (const type of ['*', 'error', 'malformed']) feed.addEventListener(type, resolve, { once: true });
    });
  return told;
}
