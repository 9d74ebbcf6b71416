import { listen } from './feedsource.js';

export default {
  name: 'FeedSource in a worker',
  ways: [
    {
      formats: ['sse', 'ndjson'],
      by: 'addEventListener',
      gives: 'text',
      run: (source, take) => listen(source, take, 'text', { worker: true }),
    },
  ],
};
