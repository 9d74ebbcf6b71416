// A server of the MCP SDK that can resume: node mcp.js PORT
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { InMemoryEventStore } from '@modelcontextprotocol/sdk/examples/shared/inMemoryEventStore.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
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

const open = async (inJSON) => {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore: new InMemoryEventStore(),
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

createServer(async (request, response) => {
  if (crossOrigin(request, response)) return;
  if (request.url === '/publish') {
    tell(JSON.parse(await text(request)));
    return response.writeHead(204).end();
  }
  if (request.headers.authorization === 'Bearer wrong') return response.writeHead(401).end('Unauthorized');
  const session = request.headers['mcp-session-id'];
  const transport = session ? sessions.get(session) : await open(request.url === '/json');
  if (transport) return transport.handleRequest(request, response);
  response.writeHead(404, { 'Content-Type': 'application/json' });
  response.end('{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}');
}).listen(Number(process.argv[2]), '127.0.0.1');
