import ndjsonStream from 'can-ndjson-stream';

async function run({ url, fetch }, take) {
  const reader = ndjsonStream((await fetch(url)).body).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(value);
  }
}

export default {
  name: 'can-ndjson-stream',
  package: 'can-ndjson-stream',
  ways: [
    {
      formats: ['ndjson', 'json-cr', 'json-crlf'],
      cannot: { 'json-cr': 'ends a record at LF only' },
      by: 'reader',
      gives: 'objects',
      run,
    },
  ],
};
