// Hono's streaming: node hono.js PORT LOG
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { cors } from 'hono/cors';
import { streamSSE, streamText } from 'hono/streaming';
import { after, publish } from './log.js';

const app = new Hono();
app.use(cors());
app.use('/private/*', bearerAuth({ token: 'right' }));

const feed = (c) =>
  streamSSE(c, async (stream) => {
    const last = Number(c.req.header('last-event-id') ?? 0);
    for await (const { id, n } of after(c.req.param('topic'), last, c.req.raw.signal)) {
      await stream.writeSSE({ id: `${id}`, event: 'tick', data: JSON.stringify({ n }) });
    }
  });
app.get('/feed/:topic', feed);
app.get('/private/:topic', feed);

// Finite, as the answer of a language model is.
app.post('/three', (c) =>
  streamSSE(c, async (stream) => {
    for (const n of [1, 2, 3]) await stream.writeSSE({ data: JSON.stringify({ n }) });
  }),
);
// Hono sends an event "error" only where the app looks at what was thrown.
app.post('/throws', (c) =>
  streamSSE(
    c,
    async (stream) => {
      await stream.writeSSE({ data: '{"n":1}' });
      throw new Error('the handler fell over');
    },
    async () => {},
  ),
);
app.post('/lines', (c) =>
  streamText(c, async (stream) => {
    for (const word of ['one', 'two', 'three']) await stream.writeln(word);
  }),
);

app.post('/publish', async (c) => {
  publish(await c.req.json());
  return c.body(null, 204);
});

serve({ fetch: app.fetch, port: Number(process.argv[2]), hostname: '127.0.0.1' });
