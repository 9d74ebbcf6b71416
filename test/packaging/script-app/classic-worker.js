importScripts('node_modules/feedsource/dist/feedsource.js');

onmessage = async ({ data: { url } }) => {
  const { read } = await import('./show.js');
  postMessage(await read(FeedSource, url));
};
