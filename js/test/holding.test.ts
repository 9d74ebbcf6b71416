import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kind, ROW, type Batch } from '../src/link/contract.js';
import { Holding } from '../src/page/holding.js';

const kinds: Readonly<Record<string, Kind>> = { b: Kind.Bookmark, s: Kind.Sign };

/** A batch of rows, each a letter: `b` is a bookmark, `s` a sign of life, all others are records. */
const batchOf = (letters: string): Batch => {
  const rows = Array.from(letters).flatMap((letter, i) => [kinds[letter] ?? Kind.Data, i, 1, 0]);
  return {
    bytes: letters.length,
    receivedAt: 0,
    duplicates: 0,
    types: ['message'],
    ids: '',
    rows: new Int32Array(rows),
    length: rows.length,
    content: letters,
    head: 0,
    from: 0,
    malformed: {},
    vitals: undefined,
  };
};

function held(limit = 100) {
  const told: string[] = [];
  let bytes = 0;
  const holding = new Holding(limit, (batch) => {
    bytes += batch.bytes;
    for (let at = 0; at < batch.length; at += ROW) told.push(`${batch.content[batch.rows[at + 1]!]}`);
    return undefined;
  });
  return { holding, told, bytes: () => bytes, heard: () => told.splice(0).join('') };
}

test('records are held until their bookmark has come, in the same batch or a later one', () => {
  const { holding, heard, bytes } = held();
  void holding.received(batchOf('xyb'));
  assert.equal(heard(), 'xyb');
  void holding.received(batchOf('x'));
  void holding.received(batchOf('y'));
  assert.equal(heard(), '');
  assert.equal(bytes(), 5, 'what came is known at once');
  void holding.received(batchOf('zbvbw'));
  assert.equal(heard(), 'xyzbvb');
  void holding.received(batchOf('b'));
  assert.equal(heard(), 'wb');
  assert.equal(bytes(), 11, 'and counted once');
  void holding.received(batchOf('xsy'));
  assert.equal(heard(), '', 'a sign of life has no cursor');
});

test('what is held when a connection is lost will come again; at the end it is all there is', () => {
  const { holding, heard } = held();
  void holding.received(batchOf('xby'));
  holding.drop();
  void holding.received(batchOf('yb'));
  assert.equal(heard(), 'xbyb');
  void holding.received(batchOf('z'));
  holding.release();
  assert.equal(heard(), 'z');
});

test('no more is held than may be', () => {
  const { holding, heard } = held(3);
  void holding.received(batchOf('xy'));
  assert.equal(heard(), '');
  void holding.received(batchOf('zz'));
  assert.equal(heard(), 'xyzz');
});

test('what is held has bytes of its own: those of a batch are used anew for the next', () => {
  const { holding, heard } = held();
  const content = new TextEncoder().encode('x');
  void holding.received({ ...batchOf('x'), content });
  content.fill(0);
  holding.release();
  assert.equal(heard(), `${'x'.charCodeAt(0)}`);
});
