import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Latest } from '../src/host/share/latest.js';
import { behind, leastOf, start } from '../src/host/share/position.js';
import { countOf, countToLastID, numberOf, weightOf, withoutFirst } from '../src/host/share/records.js';
import { batchOf, placed, textsOf } from './share-batches.js';

test('records are counted, keep-alives are not', () => {
  assert.equal(countOf(batchOf(['a', '-', 'b', '-'])), 2);
  assert.equal(countOf(batchOf([])), 0);
});

test('a batch loses its first records with what lies between them, and the text of these', () => {
  const left = withoutFirst(placed(5, 'aa', '-', 'bb', '-', 'cc'), 2);
  assert.deepEqual(textsOf(left), ['-', 'cc']);
  assert.equal(left.content, '-cc');
  assert.equal(numberOf(left), 7);
  assert.equal(left.ids, 'aa\nbb\ncc\n');
  assert.deepEqual(textsOf(withoutFirst(placed(5, 'aa', 'bb'), 2)), []);
  assert.deepEqual(textsOf(withoutFirst(placed(5, 'aa'), 0)), ['aa']);
});

test('malformed rows stay with their bytes', () => {
  const row = { reason: 'too-large' as const, bytes: new Uint8Array(3), offset: 9 };
  const batch = { ...placed(0, 'aa', 'bb', 'xx', 'cc'), malformed: { 8: row } };
  batch.rows[8] = 2;
  assert.deepEqual(withoutFirst(batch, 1).malformed, { 4: row });
  assert.deepEqual(withoutFirst(batch, 3).malformed, {});
});

test('the last ID is in force from the first record that has it', () => {
  assert.equal(countToLastID(batchOf(['1', '2', '2', '2'])), 2);
  assert.equal(countToLastID(batchOf(['1', '2', '3'])), 3);
  assert.equal(countToLastID({ ...batchOf(['1', '2']), ids: '1\n2\n3\n' }), 2); // moved without an event
  assert.equal(
    countToLastID({ ...batchOf(['a', 'b']), ids: '', rows: new Int32Array([0, 100, 1, 0, 0, 101, 1, 0]) }),
    1,
  );
});

test('a position says with which ID a connection goes on, and with which number', () => {
  let at = start('0');
  at = behind(at, batchOf(['1', '2']));
  assert.deepEqual([at.next, at.cursor, at.resumesAt], [2, '2', 2]);
  at = behind(at, batchOf(['2', '2'])); // records without an ID of their own
  assert.deepEqual([at.next, at.cursor, at.resumesAt], [4, '2', 2]);
  at = behind(at, batchOf(['2', '3', '3']));
  assert.deepEqual([at.next, at.cursor, at.resumesAt], [7, '3', 6]);
});

test('the least position is that of the same run alone', () => {
  const own = { ...start(''), next: 5, cursor: '5' };
  const least = { ...own, next: 3, cursor: '3' };
  assert.equal(leastOf(own, [undefined, { ...own, next: 4 }, least, start('')]), least);
  assert.equal(leastOf(own, []), own);
});

test('the latest records are given from the oldest', () => {
  const latest = new Latest();
  assert.deepEqual(latest.last(5), []);
  for (const batch of [placed(2, 'c', 'd'), placed(4, '-'), placed(4, 'e', 'f')]) latest.add(batch);
  const texts = (batches: readonly ReturnType<typeof placed>[]) => batches.map((batch) => textsOf(batch).join(''));
  assert.deepEqual(texts(latest.last(9)), ['cd', 'ef']);
  assert.deepEqual(texts(latest.last(3)), ['d', 'ef']);
  assert.deepEqual(texts(latest.last(1)), ['f']);
  assert.deepEqual(texts(latest.last(0)), []);
  assert.deepEqual(latest.last(3).map(numberOf), [3, 4]);
  latest.add(placed(9, 'i', 'j')); // some are missing
  assert.deepEqual(texts(latest.from(5)), ['f', 'ij']);
  assert.deepEqual(texts(latest.from(7)), ['ij']);
  assert.deepEqual(texts(latest.from(10)), ['j']);
  assert.deepEqual(texts(latest.from(11)), []);
  latest.clear();
  assert.deepEqual(latest.last(9), []);
});

test('of the latest records so many are kept as there is room for, and one at least', () => {
  const latest = new Latest();
  const long = 'x'.repeat(300_000); // with its ID 1.2 MB
  for (const n of [0, 1, 2, 3]) latest.add(placed(n, `${n}${long}`));
  assert.deepEqual(latest.last(9).map(numberOf), [1, 2, 3]);
  latest.add(placed(4, 'y'.repeat(1_500_000)));
  assert.deepEqual(latest.last(9).map(numberOf), [4]);
});

test('what is malformed counts by its bytes', () => {
  const row = { reason: 'too-large' as const, bytes: new Uint8Array(1000), offset: 9 };
  assert.equal(weightOf({ ...placed(0, 'aa'), malformed: { 0: row } }), weightOf(placed(0, 'aa')) + 1000);
});
