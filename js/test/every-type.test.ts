import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedEvent } from '../src/page/events.js';
import { batch, open } from './host.js';

test('one listener hears every record, of whatever type, behind who listens for the type', () => {
  const { feed, page } = open();
  const heard: string[] = [];
  let seen: FeedEvent | undefined;
  feed.onmessage = (event) => {
    seen = event;
    heard.push(`on ${event.data}`);
  };
  feed.addEventListener('*', function (this: unknown, event) {
    const { type, target, data, lastEventId } = event;
    heard.push(`${type} ${data} ${lastEventId}`);
    assert.equal(this === feed && target === feed, true);
    if (type === 'message') assert.equal(event, seen, 'one event for both');
  });
  void page.received(batch('a', 'tick:b', 'error:c', '-', '!'));
  assert.deepEqual(heard, ['on a', 'message a 1', 'tick b 2', 'error c 3']);
  assert.deepEqual([seen?.type, seen?.target], ['message', feed]);
});

test('a listener for every record is one like any other', () => {
  const { feed, page } = open();
  const heard: string[] = [];
  const note =
    (name: string) =>
    ({ data }: FeedEvent) =>
      void heard.push(name + data);
  const object = { handleEvent: note('object ') };
  const aborter = new AbortController();
  const removed = note('removed ');
  const late = note('late ');
  feed.addEventListener('*', note('once '), { once: true });
  feed.addEventListener('*', object);
  feed.addEventListener('*', object);
  feed.addEventListener('*', note('signal '), { signal: aborter.signal });
  feed.addEventListener('*', removed);
  feed.removeEventListener('*', removed);
  feed.addEventListener('*', () => feed.addEventListener('*', late));
  void page.received(batch('1'));
  aborter.abort();
  void page.received(batch('tick:2'));
  assert.deepEqual(heard, ['once 1', 'object 1', 'signal 1', 'object 2', 'late 2']);
});

test('an event that the server itself calls * is heard once', () => {
  const { feed, page } = open();
  const heard: string[] = [];
  feed.addEventListener('*', ({ type, data }) => heard.push(type + data));
  const one = batch('a');
  void page.received({ ...one, types: ['*'] });
  assert.deepEqual(heard, ['*a']);
});

test('who listens for every record hears none when the feed has been closed', () => {
  const { feed, page } = open();
  const heard: string[] = [];
  feed.onmessage = () => feed.close();
  feed.addEventListener('*', ({ data }) => heard.push(data));
  void page.received(batch('a', 'b'));
  assert.deepEqual(heard, []);
});

test('it hears as listeners do: those that capture first, each in an event under way, and none that was removed', () => {
  const { feed, page } = open();
  const heard: string[] = [];
  const removed = () => heard.push('removed');
  feed.addEventListener('*', ({ currentTarget }) => {
    heard.push(`first ${currentTarget === feed}`);
    feed.removeEventListener('*', removed);
  });
  feed.addEventListener('*', removed);
  feed.addEventListener('*', () => heard.push('captures'), true);
  feed.addEventListener('*', (event) => event.stopImmediatePropagation());
  feed.addEventListener('*', () => heard.push('stopped'));
  void page.received(batch('a', 'tick:b'));
  assert.deepEqual(heard, ['captures', 'first true', 'captures', 'first true']);
});

test('who listens for the type of a record keeps it from nobody who listens for every type', () => {
  const { feed, page } = open();
  const heard: string[] = [];
  feed.onmessage = (event) => event.stopImmediatePropagation();
  feed.addEventListener('*', ({ data }) => heard.push(data));
  void page.received(batch('a', 'b'));
  assert.deepEqual(heard, ['a', 'b']);
});

test('what it throws is reported, and keeps the record from nobody', () => {
  const reported: unknown[] = [];
  const { reportError } = globalThis;
  globalThis.reportError = (thrown) => reported.push(`${thrown}`);
  try {
    const { feed, page } = open();
    const heard: string[] = [];
    feed.addEventListener('*', () => {
      throw new Error('by a listener');
    });
    feed.addEventListener('*', {} as EventListenerObject);
    feed.addEventListener('*', ({ data }) => heard.push(data));
    void page.received(batch('a'));
    assert.deepEqual(heard, ['a']);
  } finally {
    globalThis.reportError = reportError;
  }
  assert.equal(reported[0], 'Error: by a listener');
  assert.match(`${reported[1]}`, /^TypeError: .*handleEvent/);
});

test('a listener that has feeds deliver meanwhile has its own event when it goes on', () => {
  const one = open();
  const two = open();
  const heard: unknown[] = [];
  one.feed.addEventListener('*', (event) => {
    void two.page.received(batch('b'));
    heard.push(event.currentTarget === one.feed);
  });
  two.feed.addEventListener('*', ({ currentTarget }) => heard.push(currentTarget === two.feed));
  void one.page.received(batch('a'));
  assert.deepEqual(heard, [true, true]);
});

test('an EventTarget is asked for nothing but to dispatch an event once', (t) => {
  for (const name of ['initEvent', 'composedPath'] as const) {
    t.mock.method(Event.prototype, name, () => assert.fail(`${name} was called`));
  }
  const { feed, page } = open();
  const dispatched: string[] = [];
  const heard: string[] = [];
  feed.dispatchEvent = (event) => {
    dispatched.push(event.type);
    return EventTarget.prototype.dispatchEvent.call(feed, event);
  };
  feed.onmessage = ({ data }) => heard.push(`on ${data}`);
  feed.addEventListener('*', ({ data }) => heard.push(data), { once: false });
  void page.received(batch('a', 'tick:b'));
  assert.deepEqual(dispatched, ['message', 'tick']);
  assert.deepEqual(heard, ['on a', 'a', 'b']);
});
