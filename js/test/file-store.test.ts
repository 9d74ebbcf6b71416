import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { fileStore } from '../src/node/file-store.js';

const all = mkdtempSync(join(tmpdir(), 'cursors-'));
after(() => rmSync(all, { recursive: true }));

const newFolder = (): string => mkdtempSync(join(all, 'each-'));

/** Root may read and write what it likes. */
function asNobody(t: TestContext): void {
  if (process.getuid?.() !== 0) return;
  process.seteuid!(65534);
  t.after(() => process.seteuid!(0));
}

const kept = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

test('an empty file is one of no cursors, and keeps its mode', async () => {
  const path = join(newFolder(), 'cursors.json');
  writeFileSync(path, '', { mode: 0o600 });
  const store = fileStore(path);
  assert.equal(store.get('a'), undefined);
  await store.set('a', '7');
  assert.deepEqual(kept(path), { a: '7' });
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a file that is read-only, or cannot be read, is left as it is', async (t) => {
  const folder = newFolder();
  const path = join(folder, 'cursors.json');
  writeFileSync(path, '{"a":"1"}');
  chmodSync(path, 0o444);
  chmodSync(all, 0o755);
  chmodSync(folder, 0o777);
  asNobody(t);
  const store = fileStore(path);
  assert.equal(store.get('a'), '1');
  await assert.rejects(store.set('a', '2'), { message: /cursors\.json cannot be written: EACCES: permission denied/ });
  assert.deepEqual(kept(path), { a: '1' });
  assert.deepEqual(readdirSync(folder), ['cursors.json']);
});

test('a link stays one, also one that leads to nothing yet', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'deep'));
  const [link, second, target] = [join(folder, 'link'), join(folder, 'second'), join(folder, 'deep', 'cursors.json')];
  symlinkSync('second', link);
  symlinkSync(join('deep', 'cursors.json'), second);
  for (const cursor of ['1', '2']) {
    await fileStore(link).set('a', cursor);
    assert.deepEqual(kept(target), { a: cursor });
    assert.ok(lstatSync(link).isSymbolicLink() && lstatSync(second).isSymbolicLink());
  }
  assert.equal(fileStore(target), fileStore(link), 'one store for one file');
  const circle = join(folder, 'circle');
  symlinkSync('circle', circle);
  assert.throws(() => fileStore(circle).get('a'), /circle cannot be read: ELOOP/);
});

test('a file that is not there yet has one store, whichever way leads to its folder', () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'a'));
  symlinkSync('a', join(folder, 'b'));
  assert.equal(fileStore(join(folder, 'a', 'new.json')), fileStore(join(folder, 'b', 'new.json')));
});

test('what is no file is left as it is', async (t) => {
  const folder = newFolder();
  assert.throws(() => fileStore(folder).get('a'), { message: `${folder} is a folder or a device, and no file` });
  if (process.platform === 'win32') return t.skip('Windows has no pipes by name in folders');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  await assert.rejects(fileStore(pipe).set('a', '1'), { message: `${pipe} is a folder or a device, and no file` });
  assert.ok(lstatSync(pipe).isFIFO());
});

test('what another process has written into the file stays there', async () => {
  const path = join(newFolder(), 'cursors.json');
  const store = fileStore(path);
  await store.set('a', '1');
  writeFileSync(path, '{"a":"0","b":"9"}');
  assert.equal(store.get('a'), '1');
  assert.equal(store.get('b'), '9');
  await store.set('a', '2');
  assert.deepEqual(kept(path), { a: '2', b: '9' });
  writeFileSync(path, 'the diary of somebody');
  await assert.rejects(
    store.set('a', '3'),
    /cursors\.json is something else than a file of cursors, and is left as it is/,
  );
  assert.equal(readFileSync(path, 'utf8'), 'the diary of somebody');
});

test('what is no path is refused', () => {
  for (const [path, shown] of [
    ['', '""'],
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
    [{}, 'an object'],
  ])
    assert.throws(() => fileStore(path as string), {
      name: 'TypeError',
      message: `The path of a fileStore is ${shown}; it can be a string that names a file, or a file: URL.`,
    });
});
