import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inShares } from '../src/devtools/shares.js';

const said = (parts: Record<string, number>) => inShares(new Map(Object.entries(parts)));

test('shares are said, the largest first', () => {
  assert.equal(said({ waiting: 3, open: 97 }), 'open 97 %, waiting 3 %');
  assert.equal(said({ open: 5 }), 'open 100 %');
  assert.equal(said({ open: 9999, closed: 1 }), 'open 100 %');
  assert.equal(said({ open: 0 }), 'open 100 %');
  assert.equal(said({}), '');
});

test('shares add up to 100', () => {
  assert.equal(said({ open: 985, connecting: 8, closed: 7 }), 'open 98 %, connecting 1 %, closed 1 %');
  assert.equal(said({ a: 1, b: 1, c: 1 }), 'a 34 %, b 33 %, c 33 %');
  for (let n = 1; n < 200; n++) {
    const shares = said({ a: n, b: (n * 7) % 31, c: (n * 13) % 17, d: 1, e: (n * 5) % 97 }).match(/\d+/g)!;
    assert.equal(
      shares.reduce((sum, share) => sum + Number(share), 0),
      100,
    );
  }
});
