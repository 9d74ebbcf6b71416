import { createEventSource } from 'eventsource-client';

// At the end of the body it would connect again; its iterator cannot tell the end from
// what is still queued when close() is called, so that the callback is what is measured.
const run = ({ url, fetch }, take) => new Promise((resolve) => {
  const source = createEventSource({
    url, fetch,
    onMessage: (event) => take(event.data),
    onScheduleReconnect: () => {
      source.close();
      resolve();
    },
  });
});

export default {
  name: 'eventsource-client',
  package: 'eventsource-client',
  ways: [{ formats: ['sse'], by: 'onMessage', gives: 'text', run }],
};
