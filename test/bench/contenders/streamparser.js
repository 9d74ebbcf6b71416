import { JSONParser } from '@streamparser/json';

const options = {
  ndjson: { separator: '\n', paths: ['$'] },
  'json-cr': { separator: '\r', paths: ['$'] },
  'json-crlf': { separator: '\r\n', paths: ['$'] },
  json: { separator: '', paths: ['$'] },
  'json-array': { paths: ['$.*'], keepStack: false },
};

async function run({ format, url, fetch }, take) {
  const parser = new JSONParser(options[format]);
  parser.onValue = ({ value }) => take(value);
  const reader = (await fetch(url)).body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.write(value);
  }
}

export default {
  name: '@streamparser/json',
  package: '@streamparser/json',
  ways: [{ formats: Object.keys(options), by: 'onValue', gives: 'objects', run }],
};
