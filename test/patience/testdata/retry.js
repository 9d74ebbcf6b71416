export async function readInTrouble({ urls, ms }) {
  for (const url of urls) void new FS.FeedSource(url);
  await new Promise((resolve) => setTimeout(resolve, ms));
}
