// A classic script in a worker does not know its address: the page tells it the engine's.
importScripts('node_modules/feedsource/dist/feedsource.js');

onmessage = async ({ data: { url, wasm } }) => {
  if (wasm) FeedSource.init({ wasm });
  const { read } = await import('./show.js');
  postMessage(await read(FeedSource, url));
};
