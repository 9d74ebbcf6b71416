import { EventStreamMarshaller } from '@smithy/eventstream-serde-browser';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** As the clients that are generated for Amazon's services read their streams. */
async function run({ url, fetch }, take) {
  const marshaller = new EventStreamMarshaller({
    utf8Encoder: (bytes) => decoder.decode(bytes),
    utf8Decoder: (text) => encoder.encode(text),
  });
  const events = marshaller.deserialize((await fetch(url)).body, async (event) => event);
  for await (const event of events) take(event.chunk.body);
}

export default {
  name: 'smithy',
  package: '@smithy/eventstream-codec',
  ways: [{ formats: ['aws-eventstream'], by: 'EventStreamMarshaller', gives: 'bytes', run }],
};
