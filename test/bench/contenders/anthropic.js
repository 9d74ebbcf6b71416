import { Stream } from '@anthropic-ai/sdk/core/streaming';

async function sse({ url, fetch }, take) {
  for await (const record of Stream.fromSSEResponse(await fetch(url), new AbortController())) take(record);
}

async function raw({ url, fetch }, take) {
  for await (const event of Stream.rawEvents(await fetch(url))) take(event.data);
}

async function lines({ url, fetch }, take) {
  for await (const record of Stream.fromReadableStream((await fetch(url)).body, new AbortController())) take(record);
}

export default {
  name: 'anthropic',
  package: '@anthropic-ai/sdk',
  ways: [
    { formats: ['sse'], by: 'fromSSEResponse', gives: 'objects', run: sse },
    { formats: ['sse'], by: 'rawEvents', gives: 'text', run: raw },
    { formats: ['ndjson', 'json-cr', 'json-crlf'], by: 'fromReadableStream', gives: 'objects', run: lines },
  ],
};
