import { messages } from './hand-amazon.js';
import { cbor, items, msgpack } from './hand-items.js';
import { parts } from './hand-multipart.js';
import { cutting } from './hand-pieces.js';
import { envelopes, lengths, outputs, varints } from './hand-prefixed.js';

// As hand.js, for the formats of bytes. A record's bytes are copied: a view would keep the whole chunk
// for as long as the page keeps the record.
const loops = {
  varint: () => varints,
  u32be: () => lengths,
  'envelope-json': () => envelopes,
  'envelope-proto': () => envelopes,
  docker: () => outputs,
  'aws-eventstream': () => messages,
  multipart: () => parts('frontier'),
  'cbor-seq': () => items(cbor),
  msgpack: () => items(msgpack),
};

async function loop({ format, url, fetch }, give) {
  await cutting(loops[format]())((await fetch(url)).body.getReader(), give);
}

const decoder = new TextDecoder();
const parse = (bytes) => JSON.parse(decoder.decode(bytes));

/** What decodes a record needs no copy of it. */
function run(source, take, to) {
  const { decode = parse } = source;
  return loop(
    source,
    to === 'bytes'
      ? (bytes, from, end) => take(bytes.slice(from, end))
      : (bytes, from, end) => take(decode(bytes.subarray(from, end))),
  );
}

const views = (source, take) => loop(source, (bytes, from, end) => take(bytes.subarray(from, end)));

const formats = Object.keys(loops);

export default {
  name: 'hand',
  ways: [
    { formats, by: '', gives: 'either', run },
    { formats, by: 'with views', gives: 'bytes', run: views },
  ],
};
