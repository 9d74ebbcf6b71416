import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoopOptions } from '../src/page/feed-source.js';
import { batch, open } from './host.js';
import { settled } from './source.js';

for (const kind of ['values', 'batches'] as const) {
  test(`${kind}: what a loop cannot take is a TypeError that says what it can`, () => {
    const said = (options: unknown) => {
      const { feed } = open();
      try {
        feed[kind](options as LoopOptions);
        return 'fine';
      } catch (error) {
        return `${error}`;
      } finally {
        feed.close();
      }
    };
    assert.equal(
      said({ preventclose: true }),
      'TypeError: preventclose is not an option; there are preventClose. Did you mean preventClose?',
    );
    for (const odd of ['yes', true, [], () => {}])
      assert.match(
        said(odd),
        new RegExp(`^TypeError: ${kind} is .*; it can be an object like { preventClose: true }\\.$`),
      );
    assert.equal(said({ preventClose: 'yes' }), 'TypeError: preventClose is "yes"; it can be true or false.');
    for (const fine of [undefined, null, {}, { preventClose: undefined }, { preventClose: true }])
      assert.equal(said(fine), 'fine');
  });

  test(`${kind}: a loop that is left closes the feed at once, before its first record and while it waits for one`, async () => {
    const { feed: unread, asked: askedFirst } = open();
    await unread[kind]().return();
    assert.deepEqual([unread.readyState, askedFirst], [2, ['close']]);
    const { feed, asked } = open();
    const loop = feed[kind]();
    const next = loop.next();
    await settled();
    const left = loop.return();
    assert.deepEqual([feed.readyState, asked], [2, ['close']]);
    assert.deepEqual(await Promise.all([next, left]), Array(2).fill({ value: undefined, done: true }));
  });

  test(`${kind}: a loop that must not close the feed is left behind the record that it waits for`, async () => {
    const { feed, page, asked } = open();
    await feed[kind]({ preventClose: true }).return();
    const loop = feed[kind]({ preventClose: true });
    const next = loop.next();
    const left = loop.return();
    void page.received(batch('a', 'b'));
    assert.equal((await next).done, false);
    assert.deepEqual([await left, feed.readyState, asked], [{ value: undefined, done: true }, 0, []]);
    feed.close();
  });
}
