// The floor: reads every chunk and throws it away.
async function run({ url, fetch }) {
  const reader = (await fetch(url)).body.getReader();
  while (!(await reader.read()).done);
}

export default {
  name: 'drain',
  ways: [{ formats: ['sse', 'ndjson', 'json-cr', 'json-crlf', 'length', 'json-array', 'json'], gives: 'nothing', run }],
};
