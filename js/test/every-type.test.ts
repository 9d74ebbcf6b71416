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
