import { FeedSource } from '/dist/index.js';

/** Reads an event stream with the engine in a worker. */
function listener({ format, url, type }, take) {
  const feed = new FeedSource(url, { format, reconnect: false, worker: true });
  feed.addEventListener(type, (event) => take(event.data));
  return new Promise((resolve, reject) => {
    feed.onerror = ({ error }) => (error.type === 'end' ? resolve() : reject(error));
  });
}

export default {
  name: 'FeedSource in a worker',
  ways: [{ formats: ['sse'], by: 'addEventListener', gives: 'text', run: listener }],
};
