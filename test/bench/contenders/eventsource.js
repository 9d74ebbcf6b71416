import { EventSource } from 'eventsource';

// At the end of the body it would connect again, which its error event tells.
const run = ({ url, fetch, type }, take) =>
  new Promise((resolve) => {
    const source = new EventSource(url, { fetch });
    source.addEventListener(type, (event) => take(event.data));
    source.onerror = () => {
      source.close();
      resolve();
    };
  });

export default {
  name: 'eventsource',
  package: 'eventsource',
  ways: [{ formats: ['sse'], by: 'addEventListener', gives: 'text', run }],
};
