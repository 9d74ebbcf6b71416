import assert from 'node:assert/strict';
import { test } from 'node:test';

/** Calls what an object has as `on…` ahead of its listeners, as the EventTarget of Cloudflare's Workers does. */
class CallingTarget extends EventTarget {
  override dispatchEvent(event: Event): boolean {
    const handler: unknown = Reflect.get(this, `on${event.type}`);
    if (typeof handler === 'function') handler.call(this, event);
    return super.dispatchEvent(event);
  }
}
globalThis.EventTarget = CallingTarget;
const { batch, failure, open, response } = await import('./host.js'); // and with it what extends EventTarget

test('where the EventTarget calls handlers itself they are called once', () => {
  const { feed, page } = open();
  assert.ok(feed instanceof CallingTarget);
  const heard: string[] = [];
  feed.onopen = () => heard.push('open');
  feed.onmessage = ({ data }) => heard.push(`on ${data}`);
  feed.onerror = () => heard.push('error');
  feed.addEventListener('message', ({ data }) => heard.push(data));
  feed.addEventListener('*', ({ data }) => heard.push(`* ${data}`));
  page.opened(response);
  void page.received(batch('a'));
  page.failed(failure({}));
  feed.onmessage = null;
  void page.received(batch('b'));
  assert.deepEqual(heard, ['open', 'on a', 'a', '* a', 'error', 'b', '* b']);
});
