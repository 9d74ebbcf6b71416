// How long each step of ours takes, one on top of the other. The steps are taken as page and
// host take them, from its own sources, with no stream and no page in between.
import { createParser } from 'eventsource-parser';
import { engine } from '../../../js/src/host/engine.js';
import { put } from '../../../js/src/host/inbox.js';
import { locate } from '../../../js/src/host/loader.js';
import { readBatch } from '../../../js/src/host/rows.js';
import { wasmExec } from '../../../js/src/host/wasm_exec.js';
import { auxOf, kindOf, Kind, lengthOf, offsetOf, ROW, typeSlot } from '../../../js/src/link/contract.js';
import { lightEvent } from '../../../js/src/page/events.js';
import { consumer } from './consumer.js';
import { body } from './corpora.js';
import { ofBytes } from './costs-bytes.js';
import { headOf, medians, nextHandle, open, optionsOf, reading, sinkOf, timed } from './steps.js';

const files = ['/dist/feedsource.wasm', '/dist/feedsource.wasm.gz'];

/** Microseconds for a chunk of an event stream, by step. */
async function ofChunk(size, rounds) {
  const running = await engine();
  const { exports, methods } = running;
  const { handle, attempt } = await reading(running, 'sse');
  const {
    bytes,
    texts: { length: records },
    times,
  } = body('sse', 'ticks', 4e6, 1);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.slice(i * size, (i + 1) * size),
  );
  const { take } = consumer('text');
  const decoder = new TextDecoder();
  const arrival = { origin: '', receivedAt: 0 };
  const copy = (chunk, committed) => {
    const address = exports.reserve(handle, attempt, chunk.length);
    new Uint8Array(exports.mem.buffer, address, chunk.length).set(chunk);
    return exports.commit(handle, committed, 0);
  };
  const batch = (chunk) => readBatch(exports, copy(chunk, chunk.length), methods.reasons, ['message'], chunk.length, 0);
  const texts = (chunk) => {
    const { rows, length, from, content } = batch(chunk);
    const list = [];
    for (let at = 0; at < length; at += ROW) {
      const start = offsetOf(rows, at) - from;
      if (kindOf(rows, at) === Kind.Data) list.push(content.slice(start, start + lengthOf(rows, at)));
    }
    return list;
  };
  const events = (chunk) => {
    const { rows, length, from, content, types, ids: joined } = batch(chunk);
    const ids = joined === '' ? [''] : joined.slice(0, -1).split('\n');
    const list = new Array(length / ROW);
    let count = 0;
    for (let at = 0; at < length; at += ROW) {
      const start = offsetOf(rows, at) - from;
      const data = content.slice(start, start + lengthOf(rows, at));
      if (kindOf(rows, at) === Kind.Data)
        list[count++] = lightEvent(types[typeSlot(rows, at)], arrival, data, ids[auxOf(rows, at)]);
    }
    list.length = count;
    return list;
  };
  const parser = createParser({ onEvent: (event) => take(event.data) });
  const steps = {
    'two calls and the copy into the engine': (chunk) => copy(chunk, 0),
    '… and framing': (chunk) => copy(chunk, chunk.length),
    '… and rows and text out of it': batch,
    '… and a slice of the text for each record': texts,
    '… and an event around it': events,
    '… and a consumer that reads data': (chunk) => events(chunk).forEach((event) => take(event.data)),
    'for comparison, TextDecoder alone': (chunk) => decoder.decode(chunk),
    'for comparison, eventsource-parser, from bytes to such a consumer': (chunk) =>
      parser.feed(decoder.decode(chunk, { stream: true })),
  };
  const taken = await timed(steps, chunks, rounds);
  return {
    records: (records * times) / chunks.length,
    steps: medians(taken),
  };
}

/** Microseconds of what opens a feed, call by call into the engine. */
async function ofFeed(rounds) {
  const running = await engine();
  const { exports } = running;
  const sink = sinkOf(() => {});
  let handle;
  const options = optionsOf({ format: 'sse', reconnect: false });
  const head = headOf('sse');
  const calls = {
    'a thousand calls of a function that does nothing': () => {
      for (let i = 0; i < 1000; i++) exports.reserve(0, 0, 0);
    },
    'open, with a request that is on its way': () => open(running, (handle = nextHandle()), sink, options),
    responded: () => exports.responded(handle, 1, put(running, head)),
    ended: () => exports.ended(handle, 1, 0),
  };
  const taken = Object.fromEntries(Object.keys(calls).map((name) => [name, []]));
  for (let round = -50; round < rounds * 20; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const start = performance.now();
      call();
      if (round >= 0) taken[name].push(performance.now() - start);
    }
  }
  return medians(taken);
}

/** Microseconds of the engine's start, from its file on, in a page that never ran it: once. */
async function ofStart() {
  const steps = [];
  const timed = async (name, step) => {
    const start = performance.now();
    const result = await step();
    steps.push([name, (performance.now() - start) * 1000]);
    return result;
  };
  const globals = {
    Object,
    Array,
    Uint8Array,
    crypto,
    performance,
    TextEncoder,
    TextDecoder,
    host: globalThis,
    feedsource() {},
  };
  const go = new (wasmExec(globals))();
  const instance = await timed('fetch, inflate and compile', async () => {
    const { body: inflated } = new Response((await fetch(files[1])).body.pipeThrough(new DecompressionStream('gzip')));
    const wasm = new Response(inflated, { headers: { 'Content-Type': 'application/wasm' } });
    return (await WebAssembly.instantiateStreaming(wasm, go.importObject)).instance;
  });
  await timed("Go's runtime and main, up to where it waits", () => void go.run(instance));
  return steps;
}

globalThis.costs = async (rounds) => {
  const start = await ofStart();
  locate({ plain: files[0], gzip: files[1] });
  const feed = await ofFeed(rounds);
  return {
    start,
    feed,
    chunks: [await ofChunk(65536, rounds), await ofChunk(512, rounds)],
    bytes: await ofBytes(rounds),
  };
};
