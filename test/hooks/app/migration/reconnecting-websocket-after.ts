import { FeedSource } from 'feedsource';

export function listen(url: string, show: (text: string) => void) {
  const feed = new FeedSource<{ text: string }>(`${url}&since=0`, {
    id: '/id',
    resume: { query: 'since' },
    greet: 'hello',
  });
  feed.onmessage = (event) => show(event.json.text);
  return () => feed.close();
}
