// Runs in the documents of script-app, which have FeedSource, and read of show.js, as globals.

export const readFeed = ({ url }) => read(FeedSource, url);

const place = 'node_modules/feedsource/dist/feedsource.wasm';
const bytes = async () => (await fetch(place)).arrayBuffer();
const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

// Imports function a.b: (module (import "a" "b" (func))).
const alien = [1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 97, 1, 98, 0, 0];

// What init can be given, right and wrong.
const sources = {
  'a relative URL': () => place,
  'a relative URL of the zipped engine': () => place + '.gz',
  'a URL': () => new URL(place, location.href),
  'a Response': () => fetch(place),
  'a Response of the zipped engine': () => fetch(place + '.gz'),
  "a Response of a page's own making": async () => new Response(await bytes()),
  'an ArrayBuffer': bytes,
  'a view of bytes': async () => new Uint8Array(await bytes()),
  'a compiled module': () => WebAssembly.compileStreaming(fetch(place)),
  'a URL that is missing': () => '/gone.wasm',
  'a web page': () => '/module.html',
  'bytes that are no module': () => new Uint8Array(8),
  'another module': () => empty,
  'another module, compiled': () => new WebAssembly.Module(empty),
  'a module with imports of its own': () => Uint8Array.of(...empty, ...alien),
  'the engine of another release': () => 'other.wasm',
  'another Go program': () => 'program.wasm',
};

// Promises that init waits for itself.
const promises = {
  'a promise of a Response': () => fetch(place),
  'a Response that is an error': () => fetch('/gone.wasm'),
  'a promise that rejects': () => Promise.reject(new Error('The cache is empty.')),
};

// What init says, called without options or with an engine; nothing when it succeeds.
export async function rejection({ of }) {
  const options = [];
  if (of) options.push({ wasm: of in promises ? promises[of]() : await sources[of]() });
  return FeedSource.init(...options).then(
    () => '',
    (error) => error.message,
  );
}

let kill;

// Gives init an engine that traps in whatever is called of it, once it is to die, and tells what init says.
export function initMortal() {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    let dead = false;
    kill = () => (dead = true);
    const mortal =
      (run) =>
      (...given) => {
        if (dead) throw new WebAssembly.RuntimeError('unreachable');
        return run(...given);
      };
    const exports = Object.entries(made.exports).map(([name, one]) => [
      name,
      typeof one === 'function' ? mortal(one) : one,
    ]);
    return Object.create(made, { exports: { value: Object.fromEntries(exports) } });
  };
  return FeedSource.init({ wasm: fetch(place) }).then(() => '', String);
}

export function killAndRead({ url }) {
  kill();
  return readFeed({ url });
}

// What a feed is told that is made while init gets the engine of another release.
export function toldOfAnotherRelease({ url }) {
  FeedSource.init({ wasm: 'other.wasm' }).catch(() => {});
  const feed = new FeedSource(url);
  feed.onmessage = () => {}; // else nothing is read, and no engine is missed
  return new Promise((resolve) => (feed.onerror = (event) => resolve(event.error.message)));
}

// Opens feeds and calls init, several times each, and tells how many feeds came to their end.
export async function readWhileInit({ url }) {
  const feeds = Array.from({ length: 5 }, () => readFeed({ url }));
  await Promise.all([FeedSource.init(), FeedSource.init()]);
  const more = readFeed({ url });
  await FeedSource.init();
  return (await Promise.all([...feeds, more])).filter((lines) => lines.at(-1) === 'end').length;
}

const failure = (url) =>
  new Promise((resolve) => {
    const feed = new FeedSource(url);
    feed.onmessage = () => {};
    feed.onerror = (event) =>
      resolve({
        Class: event.error.name,
        Type: event.error.type,
        Message: event.error.message,
        Final: event.error.final,
        ReadyState: feed.readyState,
        IsErrorEvent: event instanceof ErrorEvent && event.error instanceof FeedSource.FeedError,
      });
  });

// Opens five feeds at once that cannot work.
export const fiveFailures = ({ url }) => Promise.all(Array.from({ length: 5 }, () => failure(url)));

// Has a worker read a feed.
export function readInWorker({ kind, url }) {
  const worker = new Worker(kind + '-worker.js', { type: kind });
  const reply = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage({ url });
  return reply;
}

// Adds the script to a document that has nothing, and tells which globals came.
export async function globalsOfScript() {
  const before = new Set(Reflect.ownKeys(globalThis));
  const script = document.createElement('script');
  script.src = '/node_modules/feedsource/dist/feedsource.js';
  document.head.append(script);
  await new Promise((resolve) => (script.onload = resolve));
  await FeedSource.init();
  return Reflect.ownKeys(globalThis)
    .filter((key) => !before.has(key))
    .map(String);
}
