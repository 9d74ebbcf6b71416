// The streams of Vercel's ai, of a model that is made up: node ai.js PORT
import { createServer } from 'node:http';
import { streamText } from 'ai';
import { MockLanguageModelV3, simulateReadableStream } from 'ai/test';
import { crossOrigin } from './cross-origin.js';

const words = ['Snow ☃ ', 'falls ', 'tonight'];
const usage = { inputTokens: { total: 1 }, outputTokens: { total: 3 } };

const chunks = (fails) => [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '1' },
  ...words.map((delta) => ({ type: 'text-delta', id: '1', delta })),
  ...(fails ? [{ type: 'error', error: new Error('the model fell over') }] : [{ type: 'text-end', id: '1' }]),
  { type: 'finish', finishReason: { unified: fails ? 'error' : 'stop', raw: undefined }, usage },
];

// A model that goes on for ever, for tests that end its answer.
const endless = () =>
  new ReadableStream({
    start: (c) => {
      for (const chunk of chunks(false).slice(0, 3)) c.enqueue(chunk);
    },
  });

createServer((request, response) => {
  if (crossOrigin(request, response)) return;
  const { pathname } = new URL(request.url, 'http://localhost');
  const stream = () =>
    pathname === '/endless' ? endless() : simulateReadableStream({ chunks: chunks(pathname === '/fails') });
  const model = new MockLanguageModelV3({ doStream: async () => ({ stream: stream() }) });
  const result = streamText({ model, prompt: 'Will it snow?', onError: () => {} });
  if (pathname === '/text') return result.pipeTextStreamToResponse(response);
  return result.pipeUIMessageStreamToResponse(response, { onError: (error) => error.message });
}).listen(Number(process.argv[2]), '127.0.0.1');
