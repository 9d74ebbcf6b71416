import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cure, places } from '../src/link/places.js';

(globalThis as { VERSION?: string }).VERSION = '1.2.3'; // which the build puts in

const engine = (folder: string): string[] => [`${folder}feedsource.wasm.gz`, `${folder}feedsource.wasm`];
const zipped = (folder: string): string => engine(folder)[0]!;

test('a file is beside its script, the engine also plain', () => {
  assert.deepEqual(places(zipped('https://a.example/b/')), engine('https://a.example/b/'));
  assert.deepEqual(places('https://a.example/b/worker.js'), ['https://a.example/b/worker.js']);
});

test('what a bundler has named is there and nowhere else', () => {
  for (const url of [
    'https://a.example/assets/feedsource.wasm-B1x2.gz',
    'https://a.example/_next/static/media/feedsource.wasm.1a2b.gz',
    'http://localhost:5173/node_modules/feedsource/dist/worker.js?worker_file&type=module',
  ])
    assert.deepEqual(places(url), [url]);
});

test("Vite's copy of a script has its files in the package", () => {
  for (const [copy, folder] of [
    ['http://localhost:5173/node_modules/.vite/deps/', 'http://localhost:5173/node_modules/feedsource/dist/'],
    ['http://localhost/sub/node_modules/.vite/deps_temp_1a/', 'http://localhost/sub/node_modules/feedsource/dist/'],
  ] as const) {
    assert.deepEqual(places(zipped(copy)), engine(folder));
    assert.deepEqual(places(`${copy}worker.js`), [`${folder}worker.js`]);
  }
});

test('the bare address of the package at a CDN has its files in dist, of the version of the script', () => {
  for (const host of ['https://unpkg.com/', 'https://cdn.jsdelivr.net/npm/']) {
    const dist = `${host}feedsource@1.2.3/dist/`;
    for (const script of [
      'feedsource',
      'feedsource@1',
      'feedsource/',
      'feedsource@1.2/',
      'feedsource/+esm',
      'feedsource?module',
    ])
      assert.deepEqual(places(new URL('feedsource.wasm.gz', host + script).href), engine(dist), script);
    assert.deepEqual(places(zipped(dist)), engine(dist), 'which is where they are');
    const another = `${host}another@4.5.6/`;
    assert.deepEqual(places(zipped(another)), engine(another), 'another package that brings them along');
  }
});

test('code that was split off has its files beside it, or beside what it was split off from', () => {
  for (const folder of ['chunk/', 'chunks/', '_chunks/']) {
    const [beside, above] = [`https://a.example/${folder}`, 'https://a.example/'];
    const all = [zipped(beside), zipped(above), engine(beside)[1], engine(above)[1]];
    assert.deepEqual(places(zipped(beside)), all);
    assert.deepEqual(places(`${beside}worker.js`), [`${beside}worker.js`, `${above}worker.js`]);
  }
});

test('what to do goes by where the script is', () => {
  const told = (url: string): string => cure(url, 'otherwise');
  assert.match(
    told(zipped('http://localhost/node_modules/.vite/deps/')),
    /optimizeDeps: \{ exclude: \['feedsource'\] \}/,
  );
  assert.equal(
    told(zipped('http://localhost/@fs/home/me/node_modules/feedsource/dist/')),
    "Vite's server.fs.allow has to name the folder of node_modules.",
  );
  assert.equal(
    told(zipped('file:///home/me/app/')),
    'otherwise',
    'a process reads files; a browser is told in test/packaging',
  );
  assert.match(told(zipped('chrome-extension://abc/')), /web_accessible_resources/);
  assert.equal(told(zipped('https://a.example/')), 'otherwise');
});
