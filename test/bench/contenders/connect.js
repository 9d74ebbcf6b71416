import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { schema } from './messages.js';

async function run({ format, url, fetch }, take) {
  const useBinaryFormat = format === 'envelope-proto';
  const client = createClient(schema().feed, createConnectTransport({ baseUrl: url, useBinaryFormat, fetch }));
  for await (const message of client.watch({})) take(message);
}

export default {
  name: 'connect-web',
  package: '@connectrpc/connect-web',
  ways: [{ formats: ['envelope-json', 'envelope-proto'], by: 'server stream', gives: 'objects', run }],
};
