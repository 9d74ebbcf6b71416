import oboe from 'oboe';

// Text that the page fetched itself goes in by events; dropped nodes are not kept.
const run = ({ format, url, fetch }, take) => new Promise((resolve, reject) => {
  const parser = oboe();
  parser.node(format === 'json' ? '!' : '!.*', (value) => {
    take(value);
    return oboe.drop;
  });
  parser.done(resolve);
  parser.fail(({ thrown }) => reject(thrown));
  read(parser, url, fetch).catch(reject);
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
