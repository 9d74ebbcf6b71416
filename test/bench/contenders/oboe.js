import oboe from 'oboe';

// Text that the page fetched itself goes in by events; dropped nodes are not kept. The end
// is that of the body: oboe's own done event comes with the end of every concatenated value.
const run = ({ format, url, fetch }, take) =>
  new Promise((resolve, reject) => {
    const parser = oboe();
    parser.node(format === 'json' ? '!' : '!.*', (value) => {
      take(value);
      return oboe.drop;
    });
    parser.fail(({ thrown }) => reject(thrown));
    read(parser, url, fetch).then(resolve, reject);
  });

async function read(parser, url, fetch) {
  const decoder = new TextDecoder();
  const reader = (await fetch(url)).body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return parser.emit('end');
    parser.emit('data', decoder.decode(value, { stream: true }));
  }
}

export default {
  name: 'oboe',
  package: 'oboe',
  ways: [{ formats: ['json-array', 'json'], by: 'node', gives: 'objects', run }],
};
