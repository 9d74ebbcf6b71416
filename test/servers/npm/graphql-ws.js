// graphql-ws: node graphql-ws.js PORT LOG
import { createServer } from 'node:http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { text } from './cross-origin.js';
import { schema } from './graphql.js';
import { publish } from './log.js';

const server = createServer(async (request, response) => {
  publish(JSON.parse(await text(request)));
  response.writeHead(204).end();
});
useServer(
  { schema, onConnect: ({ connectionParams }) => connectionParams?.token !== 'wrong' },
  new WebSocketServer({ server }),
);
server.listen(Number(process.argv[2]), '127.0.0.1');
