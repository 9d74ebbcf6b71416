// graphql-sse: node graphql-sse.js PORT LOG
import { createServer } from 'node:http';
import { GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { crossOrigin, text } from './cross-origin.js';
import { after, publish } from './log.js';

const topic = { type: GraphQLString };
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { one: { type: GraphQLInt, resolve: () => 1 } } }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      ticks: {
        type: GraphQLInt,
        args: { topic, after: { type: GraphQLString } },
        async *subscribe(_, args) {
          const never = new AbortController().signal;
          for await (const { n } of after(args.topic, Number(args.after ?? 0), never)) yield { ticks: n };
        },
      },
      two: {
        type: GraphQLInt,
        async *subscribe() {
          yield { two: 1 };
          yield { two: 2 };
        },
      },
      throws: {
        type: GraphQLInt,
        async *subscribe() {
          yield {};
        },
        resolve: () => {
          throw new Error('The resolver fell over.');
        },
      },
    },
  }),
});

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
