import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrears } from '../src/host/share/arrears.js';

test('one that takes nothing is waited for so long, and then not until it has caught up', () => {
  const arrears = new Arrears(1000);
  assert.equal(arrears.left(0), 1000);
  arrears.add(400, 400);
  assert.equal(arrears.left(400), 600);
  arrears.add(800, 1200); // of the 400 none is left
  assert.equal(arrears.left(1200), 200);
  arrears.add(600, 1800);
  assert.equal(arrears.left(9000), 0);
  arrears.clear();
  assert.equal(arrears.left(9000), 1000);
});

test('one that is half as quick as the quickest is waited for always', () => {
  const arrears = new Arrears(1000);
  for (let now = 0; now < 100_000; now += 100) {
    assert.ok(arrears.left(now) > 0);
    arrears.add(50, now + 50);
  }
});

test('one that is slower is not', () => {
  const arrears = new Arrears(1000);
  let now = 0;
  while (arrears.left(now) > 0 && now < 100_000) {
    arrears.add(90, now + 90);
    now += 100;
  }
  assert.ok(now < 5000, `${now}`);
});
