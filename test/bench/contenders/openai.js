import { Stream } from 'openai/core/streaming';

async function sse({ url, fetch }, take) {
  for await (const record of Stream.fromSSEResponse(await fetch(url), new AbortController())) take(record);
}

async function lines({ url, fetch }, take) {
  for await (const record of Stream.fromReadableStream((await fetch(url)).body, new AbortController())) take(record);
}

export default {
  name: 'openai',
  package: 'openai',
  ways: [
    { formats: ['sse'], by: 'fromSSEResponse', gives: 'objects', run: sse },
    { formats: ['ndjson', 'json-cr', 'json-crlf'], by: 'fromReadableStream', gives: 'objects', run: lines },
  ],
};
