import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { FeedError } from '../src/page/errors.js';
import { EventSource } from '../src/page/event-source.js';
import { FeedEvent } from '../src/page/events.js';
import { MalformedEvent } from '../src/page/malformed-event.js';
import { OpenEvent } from '../src/page/open-event.js';
import type { FeedErrorEvent } from '../src/page/event-map.js';
import { FeedSource } from '../src/page/feed-source.js';
import { batch, failure, open, response } from './host.js';

/** The events of one record, as a loop gets it and as a listener does. */
async function both(text: string): Promise<FeedEvent[]> {
  const { feed, page } = open();
  const loop = feed.values().next();
  void page.received(batch(text));
  const light = (await loop).value!;
  feed.onmessage = () => {};
  const heard = open();
  const events: FeedEvent[] = [];
  heard.feed.addEventListener('*', (event) => events.push(event));
  void heard.page.received(batch(text));
  return [light, ...events];
}

const data = { type: 'tick', data: '{"n":1}', lastEventId: '1', origin: '', receivedAt: 5 };

test('an event is shown, and becomes plain data', async () => {
  const events = await both('tick:{"n":1}');
  assert.equal(events.length, 2);
  for (const event of events) {
    assert.equal(inspect(event), `FeedEvent ${inspect(data)}`);
    assert.deepEqual(JSON.parse(JSON.stringify(event)), data);
    assert.deepEqual(structuredClone(event.toJSON()), data);
    assert.equal(Object.prototype.toString.call(event), '[object FeedEvent]');
  }
});

test('so are what is no record, and errors', () => {
  const { feed, page } = open();
  const shown: string[] = [];
  const plain: unknown[] = [];
  const note = (event: object & { toJSON(): object }) => {
    shown.push(inspect(event).slice(0, 11));
    plain.push(structuredClone(event.toJSON()));
  };
  feed.onmessage = () => {};
  feed.onopen = note;
  feed.addEventListener('malformed', note);
  feed.addEventListener('error', (event) => event.error && note(event.error));
  page.opened({ ...response, headers: [['X-Room', '42']] });
  void page.received(batch('!'));
  page.failed(failure({ status: 503, headers: [['Retry-After', '3']], cause: () => {} }));
  assert.deepEqual(shown, ['OpenEvent {', 'MalformedEv', 'FeedError: ']);
  const [opened, malformed, failed] = plain as [object, object, object];
  assert.deepEqual(opened, { type: 'open', response: { ...response, headers: { 'x-room': '42' } } });
  assert.deepEqual(malformed, {
    type: 'malformed',
    reason: 'not-json',
    issues: [],
    data: '!',
    lastEventId: '',
    origin: 'http://feeds.example',
    offset: 7,
  });
  assert.deepEqual(JSON.parse(JSON.stringify(failed)), {
    name: 'FeedError',
    type: 'end',
    message: 'It ended.',
    status: 503,
    headers: { 'retry-after': '3' },
    attempt: 1,
    final: false,
  });
  assert.deepEqual(structuredClone(feed.stats), feed.stats);
});

test('an error event is plain data too', () => {
  const { feed, page } = open();
  let seen!: FeedErrorEvent;
  feed.onerror = (event) => event.error && (seen = event);
  page.failed(failure({ status: 503, cause: () => {} }));
  const { type, message, error } = seen;
  assert.deepEqual(seen.toJSON(), { type, message, error: error.toJSON() });
  assert.deepEqual(structuredClone(seen.toJSON()), seen.toJSON());
  assert.equal(JSON.parse(JSON.stringify(seen)).error.status, 503);
});

test('so is what is told of a feed that goes on', () => {
  const { feed, page } = open();
  const seen: object[] = [];
  const detail = { reason: 'cors', message: 'It was refused.' };
  feed.addEventListener('warning', (event) => seen.push(JSON.parse(JSON.stringify(event)), event.toJSON()));
  page.notice({ type: 'warning', detail });
  assert.deepEqual(seen, [
    { type: 'warning', detail },
    { type: 'warning', detail },
  ]);
});

test('classes have names', () => {
  for (const [name, of] of Object.entries({ FeedEvent, MalformedEvent, OpenEvent, FeedSource, EventSource })) {
    assert.equal(of.name, name);
    assert.equal((of.prototype as unknown as Record<symbol, string>)[Symbol.toStringTag], name);
  }
  assert.equal(FeedError.name, 'FeedError');
});

test('a keep-alive says what it was', () => {
  const { feed, page } = open();
  const seen: object[] = [];
  feed.addEventListener('keepalive', (event) => seen.push(event.toJSON()));
  void page.received(batch('-', ':inside', '~{"type":"ping"}', '::'));
  const rest = { type: 'keepalive', lastEventId: '', origin: '' };
  assert.deepEqual(seen, [
    { ...rest, kind: 'blank', data: '-' },
    { ...rest, kind: 'comment', data: ':inside' },
    { ...rest, kind: 'signal', data: '~{"type":"ping"}' },
    { ...rest, kind: 'comment', data: '::' },
  ]);
  assert.equal(feed.stats.keepalives, 4);
});
