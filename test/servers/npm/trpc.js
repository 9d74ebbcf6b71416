// tRPC's subscriptions: node trpc.js PORT LOG
import { initTRPC, TRPCError, tracked } from '@trpc/server';
import { createHTTPServer } from '@trpc/server/adapters/standalone';
import { z } from 'zod';
import { crossOrigin } from './cross-origin.js';
import { after, publish } from './log.js';

const t = initTRPC.context().create({ sse: { ping: { enabled: true, intervalMs: 300 } } });

const authorized = t.procedure.use(({ ctx, next }) => {
  if (ctx.authorization === 'Bearer wrong') throw new TRPCError({ code: 'UNAUTHORIZED', message: 'No such token.' });
  return next();
});

const router = t.router({
  ticks: authorized
    .input(z.object({ topic: z.string(), lastEventId: z.coerce.number().nullish() }))
    .subscription(async function* ({ input, signal }) {
      for await (const { id, n } of after(input.topic, input.lastEventId ?? 0, signal)) yield tracked(`${id}`, { n });
    }),
  two: t.procedure.subscription(async function* () {
    yield { n: 1 };
    yield { n: 2 };
  }),
  throws: t.procedure.subscription(async function* () {
    yield { n: 1 };
    throw new TRPCError({ code: 'FORBIDDEN', message: 'Not for you.' });
  }),
  publish: t.procedure.input(z.object({ topic: z.string(), n: z.number() })).mutation(({ input }) => publish(input)),
});

createHTTPServer({
  router,
  createContext: ({ req }) => ({ authorization: req.headers.authorization }),
  middleware: (request, response, next) => {
    if (!crossOrigin(request, response)) next();
  },
}).listen(Number(process.argv[2]), '127.0.0.1');
