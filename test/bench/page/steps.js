// What takes FeedSource apart: feeds of the engine without a host, and the steps that are timed.
import { put } from '../../../js/src/host/inbox.js';
import { engineOptions } from '../../../js/src/page/engine-options.js';
import { formatOf } from '../contenders/feedsource.js';
import { quantile } from './race.js';
import { contentType } from './source.js';

let feeds = 0; // the handle of the last

export const nextHandle = () => ++feeds;

/** What the engine calls on a feed's connection, as far as it matters here. */
export const sinkOf = (read) => ({ read, dial() {}, opened() {}, failed() {}, abort() {}, held: () => false });

export const optionsOf = (init) => JSON.stringify(engineOptions(new URL(location), init, false, ''));

/** The head of a response. */
export const headOf = (format) => JSON.stringify({ url: '', status: 200, contentType: contentType(format) });

/** Opens a feed of the engine, whose first request is on its way. */
export function open(running, handle, sink, options) {
  running.clients.set(handle, sink);
  running.exports.open(handle, 1, put(running, options));
}

/** A feed of the engine that has got its response: what the host has when bytes come. */
export async function reading(running, format) {
  const handle = nextHandle();
  const options = optionsOf({ format: formatOf(format) });
  const attempt = new Promise((begun) => open(running, handle, sinkOf(begun), options));
  running.exports.responded(handle, 1, put(running, headOf(format)));
  return { handle, attempt: await attempt };
}

/** How long each step takes for a chunk, in turn, in milliseconds a round. */
export async function timed(steps, chunks, rounds) {
  const taken = Object.fromEntries(Object.keys(steps).map((name) => [name, []]));
  for (let round = -5; round < rounds; round++) {
    for (const [name, step] of Object.entries(steps)) {
      await new Promise((resolve) => setTimeout(resolve));
      const start = performance.now();
      chunks.forEach((chunk) => step(chunk));
      if (round >= 0) taken[name].push((performance.now() - start) / chunks.length);
    }
  }
  return taken;
}

/** The median of each step, in microseconds. */
export const medians = (taken) => Object.entries(taken).map(([name, list]) => [name, quantile(list, 0.5) * 1000]);
