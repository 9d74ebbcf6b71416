import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileStore } from '../src/node/file-store.js';

test('an empty file is one of no cursors, and keeps its mode', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'cursors-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'cursors.json');
  writeFileSync(path, '', { mode: 0o600 });
  const store = fileStore(path);
  assert.equal(store.get('a'), undefined);
  await store.set('a', '7');
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), { a: '7' });
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
});
