// graphql-sse: node graphql-sse.js PORT LOG
import { createServer } from 'node:http';
import { createHandler } from 'graphql-sse/lib/use/http';
import { crossOrigin, text } from './cross-origin.js';
import { schema } from './graphql.js';
import { publish } from './log.js';

const handle = createHandler({
  schema,
  authenticate: ({ headers }) =>
    headers.get('authorization') === 'Bearer wrong' ? [null, { status: 401, statusText: 'Unauthorized' }] : '',
});

createServer(async (request, response) => {
  if (crossOrigin(request, response)) return;
  if (request.url !== '/publish') return handle(request, response);
  publish(JSON.parse(await text(request)));
  response.writeHead(204).end();
}).listen(Number(process.argv[2]), '127.0.0.1');
