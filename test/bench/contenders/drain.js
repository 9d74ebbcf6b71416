import { bytesFormats } from '../page/frames.js';

// The floor: reads every chunk and throws it away.
async function run({ url, fetch }) {
  const reader = (await fetch(url)).body.getReader();
  while (!(await reader.read()).done);
}

const texts = ['sse', 'ndjson', 'json-cr', 'json-crlf', 'length', 'json-array', 'json'];

export default {
  name: 'drain',
  ways: [{ formats: [...texts, ...bytesFormats], gives: 'nothing', run }],
};
