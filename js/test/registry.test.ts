import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registry, type OpenFeed } from '../src/page/registry.js';
import type { RecordingEvent } from '../src/recorder/event.js';
import { batch, failure, open, response } from './host.js';

/** Watches the feeds that a function opens, and gives what was told of them. */
function watched<Opened>(bytes: number, opener: () => Opened) {
  const feeds: OpenFeed[] = [];
  const told: RecordingEvent[] = [];
  const watch = (feed: OpenFeed) => {
    feeds.push(feed);
    feed.watch(bytes, (event) => told.push(event));
  };
  registry.watchers.add(watch);
  const opened = opener();
  registry.watchers.delete(watch);
  return { feeds, told, opened };
}

const kinds = (events: readonly RecordingEvent[]) => events.map(({ kind }) => kind);

test('a feed is found while it is open', () => {
  const { feed } = open();
  const found = [...registry.feeds].find(({ target }) => target === feed);
  assert.equal(found?.url?.href, 'http://feeds.example/x');
  feed.close();
  assert.ok(![...registry.feeds].some(({ target }) => target === feed));
});

test('who watches hears of a feed ahead of its first request, and of what is noted, without secrets', async () => {
  const { feeds, told, opened } = watched(0, open);
  assert.equal(feeds.length, 1);
  assert.equal(opened.opening.records, true);
  const before = Date.now();
  const url = 'http://feeds.example/x?token=secret';
  opened.page.saw!({ kind: 'request', method: 'GET', url, headers: [], body: undefined, at: Date.now(), request: 1 });
  opened.page.saw!({ kind: 'chunk', chunks: [new Uint8Array(3)], at: Date.now(), request: 1 });
  opened.page.opened(response);
  void opened.page.received(batch('1'));
  opened.page.failed(failure({ retryInMs: 5 }));
  assert.equal(told.length, 0, 'it is told outside of the calls of the host');
  await undefined;
  assert.deepEqual(kinds(told), ['request', 'open', 'error', 'wait']);
  assert.equal(told[0]!.kind === 'request' && told[0]!.url, 'http://feeds.example/x?token=[redacted]');
  assert.ok(told[0]!.t >= before);
  assert.deepEqual(kinds(feeds[0]!.recording().events), ['request'], 'the head of what comes is all that is kept');
  opened.feed.close();
});

test('a feed that is watched later is recorded from then on', () => {
  const { feed, page, asked } = open();
  const found = [...registry.feeds].find(({ target }) => target === feed)!;
  void page.received(batch('1'));
  found.watch(1 << 20, () => {});
  void page.received(batch('2'));
  assert.deepEqual(asked, ['record']);
  assert.deepEqual(
    feed.recording().events.map((event) => event.kind === 'record' && event.data),
    ['2'],
  );
  feed.close();
});

test('what the page says of a recording holds, whoever watches', () => {
  const redact = () => 'gone';
  const { opened } = watched(10, () => open({ record: { bytes: 1 << 20, redact } }));
  opened.page.opened(response);
  const { header, events } = opened.feed.recording();
  assert.equal(header.url, 'gone');
  assert.equal(events.length, 1);
  opened.feed.close();
});

test('the connection of a feed can be interrupted', () => {
  const { feed, asked } = open();
  const found = [...registry.feeds].find(({ target }) => target === feed)!;
  found.watch(1 << 20, () => {});
  found.interrupt();
  assert.deepEqual(asked, ['record', 'interrupt']);
  const [event] = feed.recording().events;
  assert.equal(event?.kind === 'call' && event.call, 'interrupt');
  feed.close();
});
