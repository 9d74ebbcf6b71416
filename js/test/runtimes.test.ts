import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatch } from '../src/report.js';
import { resolve } from '../src/page/url.js';
import { checkTransport } from '../src/page/websocket.js';

test('what a listener throws out of dispatchEvent, as in happy-dom, is reported, and no failure of the feed', () => {
  const target = {
    dispatchEvent() {
      throw new Error('by a listener');
    },
  };
  const reported: unknown[] = [];
  const { reportError } = globalThis;
  globalThis.reportError = (thrown) => reported.push(`${thrown}`);
  try {
    dispatch(target as unknown as EventTarget, new Event('message'));
  } finally {
    globalThis.reportError = reportError;
  }
  assert.deepEqual(reported, ['Error: by a listener']);
});

test('a relative URL needs a page, and what can be none is told from it', () => {
  const said = (url: string) => {
    try {
      return resolve(url).href;
    } catch (error) {
      return `${error}`;
    }
  };
  assert.equal(said('http://a/b'), 'http://a/b');
  const relative = 'is relative, and there is no page to resolve it against; give the whole URL.';
  for (const url of ['/api/feed', 'feed', '//a/feed', ''])
    assert.equal(said(url), `SyntaxError: ${JSON.stringify(url)} ${relative}`);
  for (const url of ['http://', 'http://a b/'])
    assert.equal(said(url), `SyntaxError: ${JSON.stringify(url)} is not a URL.`);
});

test('where there is no WebSocket that is said at once', () => {
  const { WebSocket } = globalThis;
  Object.assign(globalThis, { WebSocket: undefined });
  try {
    assert.throws(() => checkTransport(new URL('ws://a/'), {}, {}), /^TypeError: There is no WebSocket here: Node/);
    assert.doesNotThrow(() => checkTransport(new URL('http://a/'), {}, {}));
  } finally {
    Object.assign(globalThis, { WebSocket });
  }
});
