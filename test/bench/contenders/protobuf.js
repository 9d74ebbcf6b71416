import { sizeDelimitedDecodeStream } from '@bufbuild/protobuf/wire';
import { schema } from './messages.js';

async function run({ url, fetch }, take) {
  for await (const message of sizeDelimitedDecodeStream(schema().tick, (await fetch(url)).body)) take(message);
}

export default {
  name: 'protobuf-es',
  package: '@bufbuild/protobuf',
  ways: [{ formats: ['varint'], by: 'sizeDelimitedDecodeStream', gives: 'objects', run }],
};
