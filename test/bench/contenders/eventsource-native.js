// The browser's own EventSource. At the end of the body it would connect again.
const run = ({ url, type }, take) =>
  new Promise((resolve) => {
    const source = new EventSource(url);
    source.addEventListener(type, (event) => take(event.data));
    source.onerror = () => {
      source.close();
      resolve();
    };
  });

export default {
  name: 'native EventSource',
  ways: [{ formats: ['sse'], by: 'addEventListener', gives: 'text', run, networkOnly: true }],
};
