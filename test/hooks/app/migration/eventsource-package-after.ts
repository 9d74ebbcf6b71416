import { FeedSource } from 'feedsource';

export function listen(url: string, show: (text: string) => void) {
  const feed = new FeedSource<{ text: string }>(url, { headers: { Authorization: 'Bearer token' } });
  feed.addEventListener('news', (event) => show(event.json.text));
  feed.onerror = (event) => {
    if (event.error?.status === 401) show(event.error.message);
  };
  return () => feed.close();
}
