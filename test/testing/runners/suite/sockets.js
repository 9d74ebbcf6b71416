import assert from 'node:assert/strict';
import { fakeFeed, forSeeds } from 'feedsource/testing';
import { heard, textsOf, toldBy } from './reading.js';

const url = 'wss://feeds.example/talk';

/** Scripts at the other end of a WebSocket. */
export function sockets(test) {
  const intercepted = async (fake, run) => {
    const restore = fake.intercept(url);
    try {
      return await run();
    } finally {
      restore();
    }
  };

  test('messages are records, and a clean close is an end', () => {
    const fake = fakeFeed({ format: 'message' }).send('text', { json: true }, new TextEncoder().encode('bytes')).end();
    return intercepted(fake, async () => {
      const read = heard({ reconnect: false }, url);
      await toldBy(read, 4);
      assert.deepEqual(read.told, ['text', '{"json":true}', 'bytes', 'complete']);
      assert.deepEqual([fake.opened, fake.closed, fake.requests[0].state], [1, 1, 'ended']);
    });
  });

  test('a script waits for what the page says', () => {
    const fake = fakeFeed({ format: 'message' }).receive().send('welcome').receive().send('again').end();
    return intercepted(fake, async () => {
      const read = heard({ greet: { token: 't' }, protocols: ['v1', 'v2'], reconnect: false }, url);
      await toldBy(read, 1);
      await read.feed.send(Uint8Array.of(1, 2));
      await toldBy(read, 3);
      assert.deepEqual(read.told, ['welcome', 'again', 'complete']);
      const [{ messages, protocols }] = fake.requests;
      assert.deepEqual(messages, ['{"token":"t"}', Uint8Array.of(1, 2)]);
      assert.deepEqual(protocols, ['v1', 'v2']);
    });
  });

  test('a cut, a close code and a refusal are told apart', () => {
    const fake = fakeFeed({ format: 'message', id: '/id', resume: { query: 'since' } });
    fake.send({ id: 1 }).cut().send({ id: 2 }).end(4401, 'no token');
    return intercepted(fake, async () => {
      const signals = [{ close: 4401, then: 'stop' }];
      const read = heard({ id: '/id', resume: { query: 'since' }, signals }, url);
      await toldBy(read, 4);
      assert.deepEqual(read.told, ['{"id":1}', 'network', '{"id":2}', 'server']);
      assert.deepEqual(
        fake.requests.map(({ cursor, state }) => [cursor, state]),
        [
          ['', 'cut'],
          ['1', 'ended'],
        ],
      );
      fake.status(503);
      await assert.rejects(textsOf({ reconnect: false }, url), { type: 'network' });
    });
  });

  test('closing the feed closes the socket', () => {
    const fake = fakeFeed({ format: 'message' }).send('one').silence();
    return intercepted(fake, async () => {
      const read = heard({}, url);
      await toldBy(read, 1);
      read.feed.close();
      await fake.until(() => fake.closed === 1);
      assert.equal(fake.requests[0].state, 'aborted');
    });
  });

  test('messages may be pieces of a body', () => {
    const fake = fakeFeed({ format: 'ndjson' }).send({ n: 1 }, { n: 2 }).end().chaos(5, { cut: 0, chunk: 4 });
    return intercepted(fake, async () => {
      assert.deepEqual(await textsOf({ format: 'ndjson', reconnect: false }, url), ['{"n":1}', '{"n":2}']);
    });
  });

  test('messages survive chaos', () =>
    forSeeds(10, async (seed) => {
      const options = { id: '/id', resume: { query: 'since' } };
      const fake = fakeFeed({ format: 'message', ...options, autoAdvance: true });
      fake
        .send(...[1, 2, 3, 4, 5].map((id) => ({ id })))
        .end(4000)
        .chaos(seed);
      const uninstall = fake.clock.install();
      await intercepted(fake, async () => {
        const read = heard({ ...options, signals: [{ close: 4000, then: 'stop' }] }, url);
        await toldBy(read, 1);
        while (read.feed.readyState !== 2) await toldBy(read, read.told.length + 1);
        assert.deepEqual(
          read.told.filter((text) => text.startsWith('{')),
          [1, 2, 3, 4, 5].map((id) => `{"id":${id}}`),
        );
      }).finally(uninstall);
    }));

  test('a script for a WebSocket is none for HTTP', async () => {
    await assert.rejects(
      fakeFeed({ format: 'message' }).send('a').fetch('https://feeds.example/'),
      /format: 'message' is for a WebSocket/,
    );
    await assert.rejects(fakeFeed().receive().fetch('https://feeds.example/'), /receive\(\), which is for a WebSocket/);
    const ended = await fakeFeed().send('a').end(4000).fetch('https://feeds.example/');
    await assert.rejects(ended.text(), /end\(4000\), which is for a WebSocket, and the page asks by HTTP/);
  });
}
