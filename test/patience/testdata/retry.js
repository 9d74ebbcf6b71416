export async function readInTrouble({ urls, ms }) {
  for (const url of urls) new FS.FeedSource(url).onmessage = () => {};
  await new Promise((resolve) => setTimeout(resolve, ms));
}
