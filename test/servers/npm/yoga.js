// GraphQL Yoga, which answers a query in parts: node yoga.js PORT
import { createServer } from 'node:http';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { createSchema, createYoga } from 'graphql-yoga';
import { crossOrigin } from './cross-origin.js';

const schema = createSchema({
  typeDefs: `
    type Parts { fast: String, slow: String, never: String, fails: String, list: [String] }
    type Query { parts: Parts }
    type Subscription { two: Int }
  `,
  resolvers: {
    Query: { parts: () => ({}) },
    Parts: {
      fast: () => 'fast',
      slow: () => new Promise((resolve) => setTimeout(resolve, 50, 'slow ☃')),
      never: () => new Promise(() => {}),
      fails: async () => {
        throw new Error('The resolver fell over.');
      },
      async *list() {
        yield* ['one', 'two', '☃'];
      },
    },
    Subscription: {
      two: {
        async *subscribe() {
          yield { two: 1 };
        },
      },
    },
  },
});

const yoga = createYoga({ schema, plugins: [useDeferStream()], logging: false, maskedErrors: false, cors: false });

createServer((request, response) => {
  if (!crossOrigin(request, response)) yoga(request, response);
}).listen(Number(process.argv[2]), '127.0.0.1');
