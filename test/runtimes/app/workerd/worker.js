import wasm from './feedsource.wasm';
import { FeedSource, init } from './index.js';

let ready;

// A Worker as Cloudflare's: it reads a feed while it answers, with the engine as a module.
export default {
  async fetch(request) {
    const feed = new URL(request.url).searchParams.get('feed');
    try {
      ready ??= init({ wasm });
      await ready;
      const seen = [];
      for await (const { data } of new FeedSource(feed)) if (seen.push(data) === 3) break;
      return Response.json(seen);
    } catch (error) {
      return Response.json(`${error}`);
    }
  },
};
