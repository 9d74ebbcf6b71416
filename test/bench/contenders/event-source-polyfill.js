import { EventSourcePolyfill } from 'event-source-polyfill';

const run = ({ url, type }, take) =>
  new Promise((resolve) => {
    const source = new EventSourcePolyfill(url);
    source.addEventListener(type, (event) => take(event.data));
    source.onerror = () => {
      source.close();
      resolve();
    };
  });

export default {
  name: 'event-source-polyfill',
  package: 'event-source-polyfill',
  ways: [{ formats: ['sse'], by: 'addEventListener', gives: 'text', run, networkOnly: true }],
};
