import { Decoder } from 'cbor-x/decode';

function joined(first, second) {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** As its own stream for Node does it, which browsers do without: what a chunk cuts off is decoded with the next. */
async function run({ url, fetch }, take) {
  const decoder = new Decoder({ useRecords: false });
  const reader = (await fetch(url)).body.getReader();
  let rest = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const bytes = rest.length === 0 ? value : joined(rest, value);
    rest = bytes.subarray(bytes.length);
    try {
      decoder.decodeMultiple(bytes, take);
    } catch (error) {
      if (!error.incomplete) throw error;
      rest = bytes.slice(error.lastPosition);
    }
  }
}

export default {
  name: 'cbor-x',
  package: 'cbor-x',
  ways: [{ formats: ['cbor-seq'], by: 'decodeMultiple', gives: 'objects', run }],
};
