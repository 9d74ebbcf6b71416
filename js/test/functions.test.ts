import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestState } from '../src/link/contract.js';
import { FeedSource } from '../src/page/feed-source.js';
import type { FeedSourceInit, FeedURL } from '../src/page/options.js';
import { PageFunctions } from '../src/page/functions.js';
import { open } from './host.js';

const state: RequestState = { attempt: 2, lastEventId: '5', count: 1, from: '', resuming: false };

/** Where a request goes by the functions of a page, or what is wrong with what they gave. */
const asked = (url: unknown, init: FeedSourceInit = {}, more: Partial<RequestState> = {}) =>
  new PageFunctions(url as FeedURL, init as never).address({ ...state, ...more }).catch((error: unknown) => `${error}`);

test('what a function gives that is no URL, or no cursor, is named', async () => {
  for (const odd of [undefined, null, 5, {}, ['/a'], false, { href: '/a' }]) {
    const shown = typeof odd === 'object' && odd ? (Array.isArray(odd) ? 'an array' : 'an object') : `${odd}`;
    const give = async () => odd as never;
    assert.equal(await asked(give), `TypeError: url gave ${shown}; it can be a string or a URL.`);
    assert.equal(
      await asked('http://a/', { resume: { url: give } }, { resuming: true }),
      `TypeError: resume.url gave ${shown}; it can be a string or a URL.`,
    );
    if (odd === 5) continue;
    assert.equal(
      await asked('http://a/', { resume: { as: give } }),
      `TypeError: resume.as gave ${shown}; it can be a string or a number.`,
    );
  }
  assert.deepEqual(await asked(() => new URL('http://a/b')), { url: 'http://a/b', cursor: '' });
  assert.deepEqual(await asked(() => 'http://a/c'), { url: 'http://a/c', cursor: '' });
  assert.deepEqual(await asked('http://a/', { resume: { as: (cursor) => (Number(cursor) + 1) as never } }), {
    url: '',
    cursor: '6',
  });
});

test('headers that are none are refused, and what they hold is not shown', async () => {
  for (const given of [null, 'X-A: b', ['X-A: b'], [['X-A']], [null]]) {
    const functions = new PageFunctions('http://a/', { headers: () => given } as never);
    await assert.rejects(functions.headers(state), {
      name: 'TypeError',
      message: 'headers can be an object, Headers, or a list of pairs, each a name and a value.',
    });
  }
});

test('what is no URL is a TypeError that says what it can be', () => {
  open(); // which provides the hosts
  const said = (...given: unknown[]) => {
    try {
      new FeedSource(...(given as [string])).close();
      return 'fine';
    } catch (error) {
      return `${error}`;
    }
  };
  const can = 'it can be a string, a URL, or a function that gives one.';
  const meant = ' Did you mean its url, and the options as the second argument?';
  for (const [given, want] of [
    [[undefined], `TypeError: url is undefined; ${can}`],
    [[null], `TypeError: url is null; ${can}`],
    [[{}], `TypeError: url is an object; ${can}`],
    [[[]], `TypeError: url is an array; ${can}`],
    [[{ url: 'http://a/', headers: {} }], `TypeError: url is an object; ${can}${meant}`],
    [[new Request('http://a/')], `TypeError: url is an object; ${can}${meant}`],
    [[new URL('http://a/')], 'fine'],
    [['http://a/', null], 'fine'],
    [['http://a/', []], 'TypeError: init is an array; it can be an object like { headers }.'],
    [['http://a/', () => {}], 'TypeError: init is a function; it can be an object like { headers }.'],
  ] as [unknown[], string][])
    assert.equal(said(...given), want);
});
