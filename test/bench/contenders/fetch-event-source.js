import { fetchEventSource } from '@microsoft/fetch-event-source';

const run = ({ url, fetch }, take) =>
  fetchEventSource(url, {
    fetch,
    openWhenHidden: true,
    onmessage: (event) => take(event.data),
    onerror: (error) => {
      throw error;
    }, // or it would try again for ever
  });

export default {
  name: 'fetch-event-source',
  package: '@microsoft/fetch-event-source',
  ways: [{ formats: ['sse'], by: 'onmessage callback', gives: 'text', run }],
};
