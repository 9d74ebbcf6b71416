// What the servers of GraphQL know.
import { GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { after } from './log.js';

const topic = { type: GraphQLString };
export const schema = new GraphQLSchema({
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
