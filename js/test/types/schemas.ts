// What two validators make of records.
import { FeedSource, type TypedFeedSource } from 'feedsource';
import * as v from 'valibot';
import { z } from 'zod';
import { expect, type Same } from './expect.js';

const byZod = new FeedSource('/feed', { schema: z.object({ text: z.string(), at: z.coerce.date() }) });
byZod.onmessage = ({ json }) => expect<Same<typeof json, { text: string; at: Date }>>();
const byValibot = new FeedSource('/feed', { schema: v.object({ text: v.string(), likes: v.optional(v.number(), 0) }) });
byValibot.onmessage = ({ json }) => expect<Same<typeof json, { text: string; likes: number }>>();

const tick = z.object({ mid: z.number() });
const trade = z.object({ price: z.number() });
export const quotes: TypedFeedSource<{ message: z.infer<typeof tick>; trade: z.infer<typeof trade> }> = new FeedSource(
  '/quotes',
  { schema: z.union([trade, tick]) },
);
// @ts-expect-error the schema says that there are trades alone
export const ticks: FeedSource<{ mid: number }> = new FeedSource('/ticks', { schema: trade });
