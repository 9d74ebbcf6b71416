import { FeedSource } from 'feedsource';

export function listen(url: string, show: (text: string) => void) {
  const feed = new FeedSource<{ text: string }>(url, { headers: { Authorization: 'Bearer token' } });
  void read();
  return () => feed.close();

  async function read() {
    try {
      for await (const { json } of feed) show(json.text);
    } catch (error) {
      console.info(error); // the feed cannot go on, and says why; everything else it deals with
    }
  }
}
