import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hold } from '../src/stages/hold.js';

const popAll = <E>(hold: Hold<E>): E[] => Array.from({ length: hold.size }, () => hold.pop());

test('events leave by time, and by arrival where times are equal', () => {
  const hold = new Hold<string>();
  for (const [event, time] of [
    ['c', 3],
    ['a', 1],
    ['b1', 2],
    ['d', 4],
    ['b2', 2],
  ] as const)
    hold.push(event, time, 0);
  assert.deepEqual(popAll(hold), ['a', 'b1', 'b2', 'c', 'd']);
});

test('many events leave as a stable sort orders them', () => {
  const hold = new Hold<[number, number]>();
  let seed = 1;
  const events = Array.from({ length: 2000 }, (_, i): [number, number] => [
    (seed = (seed * 48271) % 2147483647) % 97,
    i,
  ]);
  for (const event of events) assert.equal(hold.push(event, event[0], 0), true);
  assert.deepEqual(
    popAll(hold),
    [...events].sort((a, b) => a[0] - b[0]),
  );
});

test('an event that is older than one that left is not held', () => {
  const hold = new Hold<string>();
  hold.push('b', 2, 0);
  hold.pop();
  assert.equal(hold.push('a', 1, 0), false);
  assert.equal(hold.push('b2', 2, 0), true);
  assert.equal(hold.size, 1);
});

test('an event without a time stays behind the latest, and is not held alone', () => {
  const hold = new Hold<string>();
  assert.equal(hold.push('none', NaN, 0), false);
  hold.push('b', 2, 0);
  hold.push('a', 1, 0);
  assert.equal(hold.push('none', NaN, 0), true);
  hold.push('c', 3, 0);
  assert.deepEqual(popAll(hold), ['a', 'b', 'none', 'c']);
});

test('due is when the first of the latest events has to leave', () => {
  const hold = new Hold<string>();
  assert.equal(hold.due, Infinity);
  hold.push('b', 2, 10);
  hold.push('a', 1, 20); // leaves with b, before it
  hold.push('c', 3, 30);
  assert.equal(hold.due, 10);
  assert.equal(hold.pop(), 'a');
  assert.equal(hold.due, 10);
  assert.equal(hold.pop(), 'b');
  assert.equal(hold.due, 30);
  hold.pop();
  assert.equal(hold.due, Infinity);
});
