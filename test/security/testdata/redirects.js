export async function originOfEvents({ url }) {
  const feed = new FS.FeedSource(url);
  const { origin } = await new Promise((resolve) => (feed.onmessage = resolve));
  feed.close();
  return origin;
}
