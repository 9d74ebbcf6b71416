import { readRecording, replay } from '/dist/recorder.js';
import { VirtualClock } from '/dist/testing.js';

const kinds = ['open', 'message', 'tick', 'error', 'keepalive', 'malformed', 'gap', 'stall'];

/** What a listener heard, in words. */
function said({ type, data, error, lastEventId }) {
  if (error)
    return ['error', error.type, error.status, error.attempt, error.final && 'final'].filter(Boolean).join(' ');
  return type === 'message' || type === 'tick' ? `${type} ${lastEventId} ${JSON.stringify(data)}` : type;
}

/** All that a feed tells until it is over, or has been told nothing for so long that it will not be. */
function untilOver(feed, isOver) {
  const heard = [];
  return new Promise((resolve) => {
    for (const kind of kinds) {
      feed.addEventListener(kind, (event) => {
        heard.push(said(event));
        if (event.error?.final || isOver?.(heard)) resolve(heard);
      });
    }
  });
}

const bytesOf = (file) => Uint8Array.from(atob(file), (unit) => unit.charCodeAt(0));

/** A blob as Go reads bytes. */
async function base64Of(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

async function linesOf(recording) {
  const zipped = await recording.blob();
  return new Response(zipped.stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

export async function record({ url, options }) {
  const feed = new FS.FeedSource(url, { ...options, record: true });
  feed.addEventListener('keepalive', () => fetch('/had'), { once: true });
  const Heard = await untilOver(feed);
  const Host = feed.stats.host;
  return { File: await base64Of(await feed.recording().blob()), Heard, Host };
}

/** Records a feed of a preset to its end, whose waits are cut short. */
export async function recordPreset({ url, options }) {
  const { presets } = await import('/dist/presets.js');
  const waits = presets[options.preset].options.reconnect !== false;
  const delay = ({ final }) => (final ? false : 1);
  const feed = new FS.FeedSource(url, { ...options, ...(waits && { reconnect: { delay } }), record: true });
  await untilOver(feed);
  return base64Of(await feed.recording().blob());
}

export const lines = async ({ file }) => linesOf(await readRecording(bytesOf(file)));

/** Plays a recording by a clock that goes on by itself, and gives the lines of what was recorded then. */
export async function playAgain({ file, how }) {
  const recording = await readRecording(bytesOf(file));
  const { url, options, functions } = recording.header;
  const answers = recording.events.filter(({ kind }) => kind === 'delay').map(({ answer }) => answer ?? undefined);
  const reconnect = functions.includes('delay') && { ...options.reconnect, delay: () => answers.shift() };
  await FS.init();
  const clock = new VirtualClock({ autoAdvance: true });
  const uninstall = clock.install();
  try {
    const feed = new FS.FeedSource(url, {
      ...options,
      ...(reconnect && { reconnect }),
      record: true,
      worker: false,
      share: false,
      fetch: replay(recording, { ...how, clock }),
    });
    const told = ['open', 'record', 'keepalive', 'malformed', 'error', 'notice'];
    const wanted = recording.events.filter(({ kind }) => told.includes(kind)).length;
    const isWhole = () => feed.recording().events.filter(({ kind }) => told.includes(kind)).length >= wanted;
    await untilOver(feed, isWhole);
    feed.close();
    return await linesOf(feed.recording());
  } finally {
    uninstall();
  }
}

/** The bytes that are recorded of a stream which fills one buffer again and again. */
export async function recordOneBuffer() {
  const buffer = new Uint8Array(10);
  let n = 0;
  const source = {
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve)); // until what was in it has been read
      if (n === 3) return controller.close();
      new TextEncoder().encodeInto(`{"n":10${n++}}\n`, buffer);
      controller.enqueue(buffer);
    },
  };
  const body = new ReadableStream(source, { highWaterMark: 0 });
  const feed = new FS.FeedSource('http://feeds.example/', {
    format: 'ndjson',
    reconnect: false,
    record: true,
    fetch: async () => new Response(body),
  });
  await untilOver(feed);
  return feed
    .recording()
    .events.filter(({ kind }) => kind === 'chunk')
    .map(({ bytes }) => new TextDecoder().decode(bytes));
}

/** The requests that a feed gave up, and why: the first for the page, which asks for another. */
export async function whys({ url, options }) {
  const feed = new FS.FeedSource(url, { ...options, record: true });
  feed.addEventListener('message', () => feed.reconnect(), { once: true });
  feed.addEventListener('message', () => {});
  await untilOver(feed);
  const aborts = feed.recording().events.filter(({ kind }) => kind === 'abort');
  return aborts.map(({ request, why }) => `${request} ${why}`);
}
