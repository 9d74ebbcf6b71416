// A server of the MCP SDK that can resume: node mcp.js PORT
import { randomUUID } from 'node:crypto';
import { InMemoryEventStore } from '@modelcontextprotocol/sdk/examples/shared/inMemoryEventStore.js';
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';
import { z } from 'zod';
import { crossOrigin, text } from './cross-origin.js';

const sessions = new Map();
// What each topic has been told, and who waits to tell it on.
const told = new Map();
const waiting = new Map();

const next = async (topic, n) => {
  while ((told.get(topic) ?? []).length < n) await new Promise((resolve) => waiting.set(topic, resolve));
  return told.get(topic)[n - 1];
};

const tell = ({ topic, n }) => {
  told.set(topic, [...(told.get(topic) ?? []), n]);
  waiting.get(topic)?.();
};

// The SDK's store puts events in the order of their ids, in which those of one millisecond are as chance has it.
class OrderedEventStore extends InMemoryEventStore {
  #stored = 0;
  generateEventId(streamId) {
    return `${streamId}_${String(++this.#stored).padStart(9, '0')}`;
  }
}

const open = async (inJSON) => {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore: new OrderedEventStore(),
    retryInterval: 100,
    enableJsonResponse: inJSON,
    onsessioninitialized: (id) => void sessions.set(id, transport),
  });
  const server = new McpServer({ name: 'ticks', version: '1' }, { capabilities: { logging: {} } });
  const inputSchema = { topic: z.string(), count: z.number() };
  server.registerTool(
    'ticks',
    { description: 'Tells what it is told.', inputSchema },
    async ({ topic, count }, extra) => {
      for (let i = 1; i <= count; i++) {
        const data = { n: await next(topic, i) };
        await extra.sendNotification({ method: 'notifications/message', params: { level: 'info', data } });
      }
      return { content: [{ type: 'text', text: 'done' }] };
    },
  );
  await server.connect(transport);
  return transport;
};

const verifier = {
  verifyAccessToken: async (token) => {
    throw new InvalidTokenError(`No token is ${token}.`);
  },
};

const app = express();
app.use((request, response, next) => {
  if (!crossOrigin(request, response)) next();
});
app.post('/publish', async (request, response) => {
  tell(JSON.parse(await text(request)));
  response.sendStatus(204);
});
app.use('/private', requireBearerAuth({ verifier }));
app.use(async (request, response) => {
  const session = request.headers['mcp-session-id'];
  const transport = session ? sessions.get(session) : await open(request.path === '/json');
  if (transport) return transport.handleRequest(request, response);
  response.status(404).json({ jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null });
});
app.listen(Number(process.argv[2]), '127.0.0.1');
