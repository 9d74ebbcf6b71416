import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoopOptions } from '../src/page/feed-source.js';
import { open } from './host.js';

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
}
