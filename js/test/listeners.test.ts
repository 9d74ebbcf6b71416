import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Listeners } from '../src/page/listeners.js';

let target: EventTarget;
let listeners: Listeners;
let changes: boolean[];

beforeEach(() => {
  target = new EventTarget();
  changes = [];
  listeners = new Listeners(target, () => changes.push(listeners.reads));
});

const add = (type: string, listener: EventListenerOrEventListenerObject | null, options?: AddEventListenerOptions) => {
  listeners.add(type, listener, options);
  target.addEventListener(type, listener, options);
};
const remove = (
  type: string,
  listener: EventListenerOrEventListenerObject,
  options?: EventListenerOptions | boolean,
) => {
  listeners.remove(type, listener, options);
  target.removeEventListener(type, listener, options);
};

test('who listens for records is a reader, and who listens for anything else is none', () => {
  for (const type of ['open', 'error', 'keepalive', 'malformed', 'gap', 'stall', 'lag', 'warning']) add(type, () => {});
  assert.equal(listeners.reads, false);
  for (const type of ['message', 'tick', '*']) {
    const listener = () => {};
    add(type, listener);
    assert.equal(listeners.reads, true, type);
    remove(type, listener);
    assert.equal(listeners.reads, false, type);
  }
  assert.deepEqual(changes, [true, false, true, false, true, false]);
});

test('a listener counts once, whatever its options, but for capture', () => {
  const listener = { handleEvent() {} };
  add('message', listener);
  add('message', listener, { once: true, passive: true });
  remove('message', listener, true);
  assert.equal(listeners.reads, true, 'that was another');
  remove('message', listener);
  assert.equal(listeners.reads, false);
  add('message', listener);
  add('message', listener, { capture: true });
  remove('message', listener);
  assert.equal(listeners.reads, true);
  remove('message', listener, { capture: true });
  assert.equal(listeners.reads, false);
  assert.equal(listeners.has('message'), false);
});

test('null is no listener', () => {
  add('message', null);
  assert.equal(listeners.has('message'), false);
});

test('a listener of one event is gone when it is called', () => {
  const seen: boolean[] = [];
  add('message', () => seen.push(listeners.reads), { once: true });
  add('open', (event) => event.stopImmediatePropagation());
  target.dispatchEvent(new Event('other'));
  assert.equal(listeners.reads, true);
  target.dispatchEvent(new Event('message'));
  target.dispatchEvent(new Event('message'));
  assert.deepEqual(seen, [false]);
});

test('a listener of one event stays if another keeps the event from it', () => {
  const stop = (event: Event) => event.stopImmediatePropagation();
  add('message', stop);
  add('message', () => {}, { once: true });
  target.dispatchEvent(new Event('message'));
  remove('message', stop);
  assert.equal(listeners.reads, true);
  target.dispatchEvent(new Event('message'));
  assert.equal(listeners.reads, false);
});

test('a listener of one event that is removed and added again counts for the next', () => {
  const listener = () => {};
  add('message', listener, { once: true });
  remove('message', listener);
  add('message', listener);
  target.dispatchEvent(new Event('message'));
  assert.equal(listeners.reads, true);
});

test('a listener goes with its signal, and leaves nothing on it', () => {
  const aborter = new AbortController();
  add('message', () => {}, { signal: aborter.signal });
  assert.equal(listeners.reads, true);
  aborter.abort();
  assert.equal(listeners.reads, false);
  add('message', () => {}, { signal: aborter.signal });
  assert.equal(listeners.reads, false, 'a signal that has aborted');
  const other = new AbortController();
  const listener = () => {};
  add('message', listener, { signal: other.signal });
  remove('message', listener);
  add('message', listener);
  other.abort();
  assert.equal(listeners.reads, true);
});
