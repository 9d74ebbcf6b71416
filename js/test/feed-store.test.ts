import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostEnd, PageEnd } from '../src/link/contract.js';
import type { Host } from '../src/link/host.js';
import { batch, response } from './host.js';

(globalThis as { VERSION?: string }).VERSION = '0'; // which the build puts in
Object.defineProperty(globalThis, 'document', { value: {}, configurable: true }); // or nothing is opened
const { provide } = await import('../src/page/hosts.js');
const { FeedStore } = await import('../src/hooks/feed-store.js');
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
