import { meros } from 'meros/browser';

async function run({ url, fetch }, take) {
  for await (const { body } of await meros(await fetch(url))) take(body);
}

export default {
  name: 'meros',
  package: 'meros',
  ways: [{ formats: ['multipart'], by: 'iterator', gives: 'objects', run }],
};
