import assert from 'node:assert/strict';
import { EventSource } from 'feedsource';
import { fakeFeed } from 'feedsource/testing';
import { textsOf, url } from './reading.js';

/** Pages whose fetch a test cannot give them. */
export function interception(test) {
  test('requests to an address are intercepted, whatever their query', async () => {
    const fake = fakeFeed().send('one').end().send('two').end();
    const real = globalThis.fetch;
    const restore = fake.intercept(url);
    try {
      assert.deepEqual(await textsOf({ reconnect: false }, `${url}?room=1`), ['one']);
      assert.deepEqual(await textsOf({ reconnect: false }), ['two']);
      assert.equal(await (await fetch('data:,other')).text(), 'other');
    } finally {
      restore();
    }
    assert.equal(globalThis.fetch, real);
    assert.deepEqual(
      fake.requests.map((request) => request.url),
      [`${url}?room=1`, url],
    );
  });

  test('an address may be a pattern or a function', async () => {
    for (const address of [/\/news$/, ({ pathname }) => pathname === '/news']) {
      const fake = fakeFeed().end();
      const restore = fake.intercept(address);
      try {
        await fetch(url);
        assert.equal(await (await fetch('data:,/other')).text(), '/other');
      } finally {
        restore();
      }
      assert.equal(fake.requests.length, 1);
    }
  });

  test('several are undone in any order', async () => {
    const real = { fetch: globalThis.fetch, WebSocket: globalThis.WebSocket };
    const first = fakeFeed().send('first').end();
    const second = fakeFeed().send('second').end().send('again').end();
    const textOf = async (address) => (await fetch(address)).text();
    const undo = ['https://a.example/', 'https://a.example/'].map((address, n) =>
      [first, second][n].intercept(address),
    );
    assert.match(await textOf('https://a.example/'), /second/);
    undo[0]();
    undo[0]();
    assert.match(await textOf('https://a.example/'), /again/);
    undo[1]();
    assert.deepEqual({ fetch: globalThis.fetch, WebSocket: globalThis.WebSocket }, real);
    assert.equal(first.opened, 0);
  });

  test('the strict EventSource is intercepted too', async () => {
    const fake = fakeFeed().send('one').silence();
    const restore = fake.intercept(url);
    const source = new EventSource(url);
    try {
      assert.equal(await new Promise((resolve) => (source.onmessage = (event) => resolve(event.data))), 'one');
      assert.equal(fake.requests[0].headers.accept, 'text/event-stream');
    } finally {
      source.close();
      restore();
    }
  });
}
