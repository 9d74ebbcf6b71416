import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Latest } from '../src/host/share/latest.js';
import { behind, leastOf, start } from '../src/host/share/position.js';
import { countOf, countToLastID, withoutFirst } from '../src/host/share/records.js';
import { batchOf, textsOf } from './share-batches.js';

const numbered = (number: number, ...ids: string[]) => batchOf(ids, { number });

test('records are counted, keep-alives are not', () => {
  assert.equal(countOf(batchOf(['a', '-', 'b', '-'])), 2);
  assert.equal(countOf(batchOf([])), 0);
});

test('a batch loses its first records with what lies between them, and the text of these', () => {
  const left = withoutFirst(numbered(5, 'aa', '-', 'bb', '-', 'cc'), 2);
  assert.deepEqual(textsOf(left), ['-', 'cc']);
  assert.equal(left.text, '-cc');
  assert.equal(left.number, 7);
  assert.equal(left.ids, 'aa\nbb\ncc\n');
  assert.deepEqual(textsOf(withoutFirst(numbered(5, 'aa', 'bb'), 2)), []);
  assert.deepEqual(textsOf(withoutFirst(numbered(5, 'aa'), 0)), ['aa']);
});

test('malformed rows stay with their bytes', () => {
  const row = { reason: 'too-large', bytes: new Uint8Array(3), offset: 9 };
  const batch = { ...numbered(0, 'aa', 'bb', 'xx', 'cc'), malformed: { 8: row } };
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
  at = behind(at, numbered(0, '1', '2'));
  assert.deepEqual([at.next, at.cursor, at.resumesAt], [2, '2', 2]);
  at = behind(at, numbered(2, '2', '2')); // records without an ID of their own
  assert.deepEqual([at.next, at.cursor, at.resumesAt], [4, '2', 2]);
  assert.equal(behind(at, numbered(1, '2', '2')), at); // nothing new
  at = behind(at, numbered(3, '2', '3', '3'));
  assert.deepEqual([at.next, at.cursor, at.resumesAt], [6, '3', 5]);
});

test('the least position is that of the same run alone', () => {
  const own = { ...start(''), next: 5, cursor: '5' };
  const least = { ...own, next: 3, cursor: '3' };
  assert.equal(leastOf(own, [undefined, { ...own, next: 4 }, least, start('')]), least);
  assert.equal(leastOf(own, []), own);
});

test('the latest records are kept up to a limit, and given from the oldest', () => {
  const latest = new Latest();
  latest.add(numbered(0, 'a', 'b'));
  assert.deepEqual(latest.last(5), []);
  latest.atLeast(3);
  latest.add(numbered(2, 'c', 'd'));
  latest.add(numbered(4, '-'));
  latest.add(numbered(4, 'e', 'f'));
  const texts = (batches: readonly ReturnType<typeof numbered>[]) => batches.map((batch) => textsOf(batch).join(''));
  assert.deepEqual(texts(latest.last(9)), ['d', 'ef']);
  assert.deepEqual(texts(latest.last(3)), ['d', 'ef']);
  assert.deepEqual(texts(latest.last(1)), ['f']);
  assert.deepEqual(texts(latest.last(0)), []);
  assert.deepEqual(texts(latest.from(4)), ['ef']);
  assert.deepEqual(texts(latest.from(5)), ['f']);
  assert.deepEqual(
    latest.last(2).map(({ number }) => number),
    [4],
  );
  latest.atLeast(1); // asked for by another; the most is kept
  latest.add(numbered(6, 'g', 'h', 'i', 'j'));
  assert.deepEqual(texts(latest.last(9)), ['hij']);
  latest.clear();
  assert.deepEqual(latest.last(9), []);
});
