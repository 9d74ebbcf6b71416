import { createParser } from 'eventsource-parser';
import { EventSourceParserStream } from 'eventsource-parser/stream';

async function callback({ url, fetch }, take) {
  const parser = createParser({ onEvent: (event) => take(event.data) });
  const decoder = new TextDecoder();
  const reader = (await fetch(url)).body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
  }
}

async function stream({ url, fetch }, take) {
  const { body } = await fetch(url);
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const event of events) take(event.data);
}

export default {
  name: 'eventsource-parser',
  package: 'eventsource-parser',
  ways: [
    { formats: ['sse'], by: 'onEvent', gives: 'text', run: callback },
    { formats: ['sse'], by: 'stream', gives: 'text', run: stream, main: false },
  ],
};
