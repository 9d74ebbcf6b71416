// What a server that renders does: it imports, and nothing of a page is touched by that, nor the network.
for (const name of ['document', 'location', 'Worker', 'localStorage', 'navigator', 'fetch', 'WebSocket']) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      throw new Error(`${name} was touched`);
    },
  });
}
const { FeedSource } = await import('feedsource');
console.log(JSON.stringify(typeof FeedSource));
