import { decodeMultiStream } from '@msgpack/msgpack';

async function run({ url, fetch }, take) {
  for await (const value of decodeMultiStream((await fetch(url)).body)) take(value);
}

export default {
  name: '@msgpack/msgpack',
  package: '@msgpack/msgpack',
  ways: [{ formats: ['msgpack'], by: 'decodeMultiStream', gives: 'objects', run }],
};
