import readNDJSONStream from 'ndjson-readablestream';

async function run({ url, fetch }, take) {
  for await (const record of readNDJSONStream((await fetch(url)).body)) take(record);
}

export default {
  name: 'ndjson-readablestream',
  package: 'ndjson-readablestream',
  ways: [
    {
      formats: ['ndjson', 'json-cr', 'json-crlf'],
      cannot: { 'json-cr': 'ends a record at LF only' },
      by: 'iterator',
      gives: 'objects',
      run,
    },
  ],
};
