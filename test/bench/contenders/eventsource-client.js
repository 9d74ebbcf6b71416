import { createEventSource } from 'eventsource-client';

// At the end of the body it would connect again.
const callback = ({ url, fetch }, take) =>
  new Promise((resolve) => {
    const source = createEventSource({
      url,
      fetch,
      onMessage: (event) => take(event.data),
      onScheduleReconnect: () => {
        source.close();
        resolve();
      },
    });
  });

/** The iterator cannot tell the end of the body, so that the records are counted. */
async function iterator({ url, fetch, records }, take) {
  const source = createEventSource({ url, fetch });
  let left = records;
  for await (const event of source) {
    take(event.data);
    if (--left === 0) break;
  }
  source.close();
}

export default {
  name: 'eventsource-client',
  package: 'eventsource-client',
  ways: [
    { formats: ['sse'], by: 'onMessage', gives: 'text', run: callback },
    { formats: ['sse'], by: 'iterator', gives: 'text', run: iterator, main: false },
  ],
};
