import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Failure, FeedOptions, Opening, RequestData, ToPage } from '../src/link/contract.js';
import { WorkerFeed } from '../src/link/worker-feed.js';
import { batchOf, Listener, placed, settled } from './share-batches.js';

const ports: MessagePort[] = [];
after(() => ports.forEach((port) => port.close()));

function feedOf(options: Partial<FeedOptions> = {}, share?: Opening['share']) {
  const listener = new Listener();
  const messages: string[] = [];
  const { failed } = listener;
  listener.failed = (failure) => {
    messages.push((failure as Failure).message);
    failed(failure);
  };
  const opening = {
    options: { url: 'https://feed.test/', lastEventId: '0', ...options },
    request: {} as RequestData,
    share,
  };
  const feed = new WorkerFeed('worker', opening as Opening, listener);
  /** Places it in a worker, whose port is returned. */
  const place = () => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    feed.placeIn(port1);
    return (message: ToPage) => port2.postMessage(message);
  };
  return { feed, listener, messages, place };
}

const shared = { name: '', replay: 5, visible: true, keeps: false };

async function heard(listener: Listener, line: string): Promise<void> {
  while (listener.log.at(-1) !== line) await settled();
}

test('a feed whose worker is gone is opened behind what has come', async () => {
  const { feed, listener, place } = feedOf();
  const tell = place();
  assert.equal(feed.opening.options.lastEventId, '0');
  tell({ tell: 'received', what: batchOf(['1', '2']) });
  await heard(listener, '2');
  assert.equal(feed.lose(), true);
  assert.equal(feed.opening.options.lastEventId, '2');
  const again = place();
  again({ tell: 'received', what: batchOf(['3']) });
  await heard(listener, '3');
  assert.deepEqual(listener.log, ['1', '2', 'engine', '3']);
  assert.equal(feed.open, true);
});

test('so is one that is shared, which says how far it came', async () => {
  const { feed, listener, place } = feedOf({}, shared);
  assert.deepEqual(feed.opening.share, shared);
  const tell = place();
  const batch = placed(4, '5');
  tell({ tell: 'received', what: batch });
  await heard(listener, '5');
  assert.equal(feed.lose(), true);
  const { position } = batch;
  assert.deepEqual(feed.opening.share, { ...shared, replay: 0, isBack: true, position });
});

test('a feed that loses one worker after another ends, unless something comes in between', async () => {
  const { feed, listener, messages, place } = feedOf();
  for (const _ of [1, 2, 3]) {
    place();
    assert.equal(feed.lose(), true);
  }
  const tell = place();
  tell({ tell: 'received', what: batchOf(['1']) });
  await heard(listener, '1');
  for (const more of [true, true, true, false]) {
    assert.equal(feed.lose(), more);
    if (more) place();
  }
  await heard(listener, 'engine!');
  assert.equal(feed.open, false);
  assert.equal(messages.at(-1), 'The worker that read the feed is gone; it is closed.');
});

test('a request that must not be sent again ends with its worker, unless another may have it', async () => {
  for (const options of [{ method: 'POST' }, { once: true }]) {
    const { feed, place } = feedOf(options);
    place();
    assert.equal(feed.lose(), false);
    const unheard = feedOf(options, shared);
    unheard.place();
    assert.equal(unheard.feed.lose(), false);
    const followed = feedOf(options, shared);
    const tell = followed.place();
    tell({ tell: 'received', what: placed(0, '1') });
    await heard(followed.listener, '1');
    assert.equal(followed.feed.lose(), true);
  }
});

test('an answer to a POST that goes on elsewhere goes on in another worker, once it is known where', async () => {
  const { feed, listener, place } = feedOf({
    method: 'POST',
    lastEventId: '',
    resume: { url: '/{from}', fromHeader: 'Location' },
  });
  const tell = place();
  tell({ tell: 'remember', what: 'r1' });
  tell({ tell: 'received', what: batchOf(['1']) });
  await heard(listener, '1');
  assert.equal(feed.lose(), true);
  const { from, lastEventId } = feed.opening.options;
  assert.deepEqual([from, lastEventId], ['r1', '1']);
});

test('what is asked before there is a worker is asked then', async () => {
  const { feed } = feedOf();
  const log: string[] = [];
  feed.pause();
  feed.interrupt();
  feed.record();
  feed.lifecycle('hide');
  void feed.send('a');
  const note = (word: string) => () => void log.push(word);
  feed.become({
    kind: 'page',
    connect: note('connect'),
    close: note('close'),
    pause: note('pause'),
    resume: note('resume'),
    interrupt: note('interrupt'),
    record: note('record'),
    lifecycle: note('lifecycle'),
    send: async (message) => void log.push(`send ${message}`),
  });
  feed.close();
  assert.deepEqual(log, ['pause', 'interrupt', 'record', 'lifecycle', 'send a', 'close']);
  assert.equal(feed.kind, 'page');
  assert.equal(feed.open, false);
});
