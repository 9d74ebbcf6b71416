import wasm from './feedsource.wasm';
import { FeedSource, init } from 'feedsource';
import { compat, listeners } from './listeners.js';

const checks = { compat, listeners };

let ready;

// A Worker as Cloudflare's: it reads a feed while it answers, with the engine as a module.
export default {
  async fetch(request) {
    const { feed, check } = Object.fromEntries(new URL(request.url).searchParams);
    try {
      ready ??= init({ wasm });
      await ready;
      if (check) return Response.json(await checks[check]({ base: feed }));
      const seen = [];
      for await (const { data } of new FeedSource(feed)) if (seen.push(data) === 3) break;
      return Response.json(seen);
    } catch (error) {
      return Response.json(`${error}`);
    }
  },
};
