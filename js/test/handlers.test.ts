import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { EventHandlers } from '../src/page/handlers.js';
import { defineFeedInterface } from '../src/page/idl.js';

/** A class with handlers, as both feed classes have them. */
class Target extends EventTarget {
  static {
    defineFeedInterface(this, 'Target');
  }

  declare readonly OPEN: number;
  readonly #handlers = new EventHandlers(this);

  get onopen(): unknown {
    return this.#handlers.get('open');
  }
  set onopen(handler: unknown) {
    this.#handlers.set('open', handler);
  }
  get onmessage(): unknown {
    return this.#handlers.get('message');
  }
  set onmessage(handler: unknown) {
    this.#handlers.set('message', handler);
  }
  get onerror(): unknown {
    return this.#handlers.get('error');
  }
  set onerror(handler: unknown) {
    this.#handlers.set('error', handler);
  }
}

let target: Target;
let heard: string[];
const note = (name: string) => (): void => void heard.push(name);
const dispatch = (type: string): boolean => target.dispatchEvent(new Event(type));

beforeEach(() => {
  target = new Target();
  heard = [];
});

test('the constants of readyState are on the class and its instances', () => {
  const { CONNECTING, OPEN, CLOSED } = Target as unknown as Record<string, number>;
  assert.deepEqual([CONNECTING, OPEN, CLOSED], [0, 1, 2]);
  assert.equal(target.OPEN, 1);
  assert.throws(() => Object.assign(target, { OPEN: 7 }), TypeError, 'and cannot be changed');
});

test('a class has its tag, and members that for-in lists', () => {
  assert.equal(String(target), '[object Target]');
  const members: string[] = [];
  for (const member in target) members.push(member);
  assert.deepEqual(
    members.filter((member) => member.startsWith('on')),
    ['onopen', 'onmessage', 'onerror'],
  );
});

test('an attribute is null until it is set', () => {
  assert.deepEqual([target.onopen, target.onmessage, target.onerror], [null, null, null]);
  assert.ok('onmessage' in target);
});

test('a handler hears its own type, with the target as this', () => {
  let self: unknown;
  let type: unknown;
  target.onmessage = function (this: unknown, event: Event): void {
    self = this;
    type = event.type;
  };
  dispatch('open');
  assert.equal(type, undefined);
  dispatch('message');
  assert.equal(self, target);
  assert.equal(type, 'message');
});

test('a handler that is replaced keeps its place among the listeners', () => {
  target.addEventListener('message', note('before'));
  target.onmessage = note('first');
  target.addEventListener('message', note('after'));
  const second = note('second');
  target.onmessage = second;
  dispatch('message');
  assert.deepEqual(heard, ['before', 'second', 'after']);
  assert.equal(target.onmessage, second);
});

test('a handler that was removed loses its place', () => {
  target.onmessage = note('first');
  target.addEventListener('message', note('listener'));
  target.onmessage = null;
  assert.equal(target.onmessage, null);
  target.onmessage = note('again');
  dispatch('message');
  assert.deepEqual(heard, ['listener', 'again']);
});

for (const value of [null, undefined, 5, 'text', true]) {
  test(`setting ${String(value)} removes a handler`, () => {
    target.onerror = note('error');
    target.onerror = value;
    dispatch('error');
    assert.deepEqual(heard, []);
    assert.equal(target.onerror, null);
  });
}

test('an object that is no function is kept and never called', () => {
  const object = { handleEvent: note('object') };
  target.onopen = object;
  dispatch('open');
  assert.equal(target.onopen, object);
  assert.deepEqual(heard, []);
});

test('handlers of two targets have nothing to do with each other', () => {
  target.onopen = note('one');
  const other = new Target();
  assert.equal(other.onopen, null);
  other.dispatchEvent(new Event('open'));
  assert.deepEqual(heard, []);
});
