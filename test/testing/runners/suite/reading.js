import { FeedSource } from 'feedsource';

export const url = 'https://feeds.example/news';

/** What a feed brings, to its end: the texts of its records. */
export async function textsOf(options, address = url) {
  const texts = [];
  for await (const event of new FeedSource(address, options)) texts.push(event.text);
  return texts;
}

/** A feed, and what it tells: the texts of its records, and the types of its failures. */
export function heard(options, address = url) {
  const feed = new FeedSource(address, options);
  const told = [];
  const waiting = new Set();
  const tell = (words) => {
    told.push(words);
    for (const look of waiting) look();
  };
  feed.addEventListener('*', (event) => tell(event.text));
  feed.addEventListener('error', (event) => event.error && tell(event.error.type));
  feed.addEventListener('malformed', (event) => tell(`malformed: ${event.reason}`));
  return { feed, told, waiting };
}

/** Resolves when so much was told. */
export function toldBy({ told, waiting }, count) {
  return new Promise((resolve) => {
    const look = () => {
      if (told.length < count) return;
      waiting.delete(look);
      resolve(told);
    };
    waiting.add(look);
    look();
  });
}
