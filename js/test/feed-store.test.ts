import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { HostEnd, PageEnd } from '../src/link/contract.js';
import type { Host } from '../src/link/host.js';
import type { FeedSource } from '../src/page/feed-source.js';
import { batch, response } from './host.js';

(globalThis as { VERSION?: string }).VERSION = '0'; // which the build puts in
Object.defineProperty(globalThis, 'document', { value: {}, configurable: true }); // or nothing is opened
const { provide } = await import('../src/page/hosts.js');
const { FeedStore } = await import('../src/hooks/feed-store.js');
const { toObservable } = await import('../src/hooks/observable.js');
Reflect.deleteProperty(globalThis, 'document');

const pages: PageEnd[] = [];
const nothing = (): void => {};
const end: HostEnd = {
  kind: 'page',
  connect: nothing,
  close: nothing,
  pause: nothing,
  resume: nothing,
  interrupt: nothing,
  record: nothing,
  lifecycle: nothing,
  send: async () => {},
};
const host: Host = {
  kind: 'page',
  load: async () => {},
  open(_, page) {
    pages.push(page);
    return end;
  },
};
const turn = () => new Promise((resolve) => setTimeout(resolve));

test('a feed that is closed and opened again does not show again what it had shown', async (t) => {
  provide({ page: host, worker: host, share: host, version: '0' });
  const store = new FeedStore('http://feeds.example/', { dedupe: '' });
  t.after(store.subscribe(nothing));
  for (const texts of [
    ['one', 'two'],
    ['two', 'three'],
  ]) {
    await turn();
    pages.at(-1)!.opened(response);
    void pages.at(-1)!.received(batch(...texts.map((text) => `"${text}"`)));
    await turn();
    store.snapshot().close();
    store.snapshot().reconnect();
  }
  assert.equal(pages.length, 3);
  assert.deepEqual(
    store.snapshot().records.map(({ json }) => json),
    ['one', 'two', 'three'],
  );
});

/** What nobody has caught until the test ends; Node has no reportError. */
function uncaughtIn(t: TestContext): string[] {
  const uncaught: string[] = [];
  process.setUncaughtExceptionCaptureCallback((thrown) => uncaught.push(`${thrown}`));
  t.after(() => process.setUncaughtExceptionCaptureCallback(null));
  return uncaught;
}

test('what `reduce` throws is an uncaught error, and the feed goes on', async (t) => {
  const uncaught = uncaughtIn(t);
  provide({ page: host, worker: host, share: host, version: '0' });
  const store = new FeedStore('http://feeds.example/', {
    initial: '',
    reduce(value: string, { data }) {
      if (data === '2') throw new Error('mine');
      return value + data;
    },
  });
  t.after(store.subscribe(nothing));
  await turn();
  pages.at(-1)!.opened(response);
  void pages.at(-1)!.received(batch('1', '2', '3'));
  await turn();
  const { state, value } = store.snapshot();
  assert.deepEqual({ state, value, uncaught }, { state: 'open', value: '13', uncaught: ['Error: mine'] });
});

test('what an observer throws is an uncaught error, and the feed goes on', async (t) => {
  const uncaught = uncaughtIn(t);
  const heard: unknown[] = [];
  const feed = (async function* () {
    yield* [1, 2, 3];
  })();
  toObservable(() => feed as unknown as FeedSource).subscribe({
    next(event: unknown) {
      heard.push(event);
      if (event === 2) throw new Error('mine');
    },
    complete: () => heard.push('complete'),
  });
  await turn();
  assert.deepEqual({ heard, uncaught }, { heard: [1, 2, 3, 'complete'], uncaught: ['Error: mine'] });
});
