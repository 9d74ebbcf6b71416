import assert from 'node:assert/strict';
import { FeedSource } from 'feedsource';
import { fakeFeed, forSeeds, VirtualClock } from 'feedsource/testing';
import { heard, textsOf, toldBy, url } from './reading.js';

/** What a script does, and what it notes of the page. */
export function scripts(test) {
  test('a feed goes on behind its cursor after a cut', async () => {
    const fake = fakeFeed()
      .send({ id: '1', data: 'one' }, { id: '2', data: 'two' })
      .cut()
      .send({ id: '3', data: 'three' });
    const read = heard({ fetch: fake.fetch, headers: { Authorization: 'Bearer token' } });
    assert.deepEqual(await toldBy(read, 4), ['one', 'two', 'network', 'three']);
    assert.deepEqual(
      fake.requests.map(({ cursor, state }) => [cursor, state]),
      [
        ['', 'cut'],
        ['2', 'open'],
      ],
    );
    assert.equal(fake.requests[0].headers.authorization, 'Bearer token');
    read.feed.close();
    await fake.until(() => fake.closed === 2);
    assert.equal(fake.requests[1].state, 'aborted');
    assert.equal(fake.opened, 2);
  });

  test('a record that is cut in two is no record', async () => {
    const fake = fakeFeed({ format: 'ndjson' }).raw('{"whole":1}\n{"ha').cut();
    const read = heard({ format: 'ndjson', fetch: fake.fetch });
    assert.deepEqual(await toldBy(read, 3), ['{"whole":1}', 'malformed: truncated', 'network']);
    read.feed.close();
  });

  test('a cut ahead of the head is no response', async () => {
    const fake = fakeFeed().cut().send('back').end();
    const read = heard({ fetch: fake.fetch });
    assert.deepEqual((await toldBy(read, 2)).slice(0, 2), ['network', 'back']);
    assert.equal(fake.opened, 1);
    read.feed.close();
  });

  test('a status is told with its headers and its body', async () => {
    const fake = fakeFeed().status(404, { 'X-Why': 'gone' }, 'no such room');
    const error = await textsOf({ fetch: fake.fetch }).catch((error) => error);
    assert.deepEqual([error.type, error.status, error.body], ['status', 404, 'no such room']);
    assert.equal(error.headers.get('X-Why'), 'gone');
    const none = fakeFeed().status(204);
    await assert.rejects(textsOf({ fetch: none.fetch }), { type: 'no-content' });
  });

  test('a request without a script waits for one', async () => {
    const fake = fakeFeed({ format: 'lines' });
    const read = heard({ format: 'lines', fetch: fake.fetch });
    await fake.until(() => fake.requests.length === 1);
    assert.equal(read.feed.readyState, FeedSource.CONNECTING);
    assert.equal(fake.requests[0].state, 'waiting');
    fake.open();
    await new Promise((resolve) => read.feed.addEventListener('open', resolve));
    fake.send('live');
    assert.deepEqual(await toldBy(read, 1), ['live']);
    fake.send('more');
    assert.deepEqual(await toldBy(read, 2), ['live', 'more']);
    await fake.until(() => fake.isPlayed);
    read.feed.close();
  });

  test('two feeds beside each other have a script each', async () => {
    const fake = fakeFeed({ format: 'lines' });
    const options = { format: 'lines', fetch: fake.fetch, reconnect: false };
    const both = Promise.all([textsOf(options), textsOf(options)]);
    await fake.until(() => fake.requests.length === 2);
    fake.send('first').end().send('second').end();
    assert.deepEqual(await both, [['first'], ['second']]);
  });

  test('what the page sends is noted', async () => {
    const fake = fakeFeed({ format: 'ndjson', resume: { query: 'since' } });
    const body = JSON.stringify({ model: 'small' });
    fake.send({ done: true }).end().end();
    await textsOf({ format: 'ndjson', fetch: fake.fetch, method: 'POST', body }, `${url}?since=41`);
    await fake.fetch(new Request(url, { method: 'PUT', body: 'text', headers: { 'X-A': 'b' } }));
    assert.deepEqual(
      fake.requests.map(({ url, method, body, cursor }) => ({ url, method, body, cursor })),
      [
        { url: `${url}?since=41`, method: 'POST', body, cursor: '41' },
        { url, method: 'PUT', body: 'text', cursor: '' },
      ],
    );
    assert.equal(fake.requests[1].headers['x-a'], 'b');
  });

  test('a cursor is found in a header, in UTF-8, and in bodies', async () => {
    const cursorOf = async (resume, init) => {
      const fake = fakeFeed({ resume }).end();
      await fake.fetch(url, init);
      return fake.requests[0].cursor;
    };
    const header = String.fromCharCode(...new TextEncoder().encode('日'));
    assert.equal(await cursorOf({}, { headers: { 'Last-Event-ID': header } }), '日');
    assert.equal(await cursorOf({ header: 'Range' }, { headers: { Range: 'entries=5' } }), 'entries=5');
    assert.equal(await cursorOf({ body: '/after/id' }, { method: 'POST', body: '{"after":{"id":7}}' }), '7');
    assert.equal(
      await cursorOf({ body: '/after' }, { method: 'POST', body: new URLSearchParams({ after: '8' }) }),
      '8',
    );
  });

  test('a slow reader holds the script back', async () => {
    const fake = fakeFeed({ format: 'lines' }).send('one').send('two').send('three').end();
    const reader = (await fake.fetch(url)).body.getReader();
    await reader.read();
    assert.equal(fake.isPlayed, false);
    await reader.read();
    await reader.read();
    assert.equal((await reader.read()).done, true);
    assert.equal(fake.isPlayed, true);
  });

  test('a request that is aborted has no answer', async () => {
    const fake = fakeFeed();
    const controller = new AbortController();
    const asked = fake.fetch(url, { signal: controller.signal });
    await fake.until(() => fake.requests.length === 1);
    controller.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    await assert.rejects(fake.fetch(url, { signal: controller.signal }), { name: 'AbortError' });
    assert.deepEqual(
      fake.requests.map(({ state }) => state),
      ['aborted', 'aborted'],
    );
    assert.deepEqual([fake.opened, fake.closed], [0, 2]);
    fake.send('for the next').end();
    assert.match(await (await fake.fetch(url)).text(), /for the next/);
  });

  test('a step that cannot follow is refused', () => {
    assert.throws(() => fakeFeed().status(600), /status is 600; it can be a whole number from 200 to 599/);
    assert.throws(() => fakeFeed().open({}, 101), /status is 101/);
    assert.throws(() => fakeFeed().send('a').status(503), /status\(503\) is a whole answer, and this one has begun/);
    assert.throws(() => fakeFeed().send('a').open(), /open\(\) comes first/);
    assert.throws(() => fakeFeed().wait(-1), /ms is -1; it can be a number of milliseconds from 0/);
    fakeFeed().send('a').end().status(503);
  });

  test('what a step cannot take is named, with what it can be', async () => {
    const fake = fakeFeed();
    const ms = 'it can be a number of milliseconds from 0.';
    for (const [call, message] of [
      [() => fakeFeed(null), "init is null; it can be an object like { format: 'ndjson' }."],
      [() => fakeFeed({ resume: null }), "resume is null; it can be an object like { query: 'since' }."],
      [() => new VirtualClock(null), 'init is null; it can be an object like { autoAdvance: true }.'],
      [() => fake.wait(), `ms is undefined; ${ms}`],
      [() => fake.wait('3'), `ms is "3"; ${ms}`],
      [() => fake.clock.wait(), `ms is undefined; ${ms}`],
      [() => fake.clock.advance('3'), `ms is "3"; ${ms}`],
      [() => fake.clock.advance(), `ms is undefined; ${ms}`],
      [() => fake.chaos(), 'seed is undefined; it can be a whole number.'],
      [() => fake.chaos(1, null), 'options is null; it can be an object like { cut: 3 }.'],
      [() => fake.intercept(5), 'address is 5; it can be a string, a URL, a RegExp, or a function of a URL.'],
      [() => fake.intercept(), 'address is undefined; it can be a string, a URL, a RegExp, or a function of a URL.'],
      [() => fake.raw(5), 'bytes is 5; it can be a Uint8Array, or a string.'],
      [() => fake.raw([1, 2]), 'bytes is an array; it can be a Uint8Array, or a string.'],
      [() => fake.until(), 'condition is undefined; it can be a function of the fake feed.'],
      [
        () => fake.until(async () => true),
        'condition gave an object; it can be true or false, and no promise, at once.',
      ],
      [() => fake.status(), 'status is undefined; it can be a whole number from 200 to 599.'],
      [() => fake.status(503, 5), "headers is 5; it can be an object like { 'Retry-After': '1' }."],
      [() => fake.open('X-A: b'), `headers is "X-A: b"; it can be an object like { 'Retry-After': '1' }.`],
      [
        () => fake.status(400, {}, { error: 'why' }),
        'body is an object; it can be a text, such as JSON.stringify makes, or whatever else a Response takes.',
      ],
      [() => fake.end('done'), 'code is "done"; it can be a whole number from 1000 to 4999; for 1006 there is cut().'],
      [() => fake.end(1006), 'code is 1006; it can be a whole number from 1000 to 4999; for 1006 there is cut().'],
      [() => fake.end(4000, 5), 'reason is 5; it can be a string.'],
      [() => forSeeds(), 'seeds is undefined; it can be a list of seeds, or how many there are, from 1.'],
      [() => forSeeds('25', () => {}), 'seeds is "25"; it can be a list of seeds, or how many there are, from 1.'],
      [() => forSeeds(3), 'test is undefined; it can be a function of a seed.'],
    ])
      await assert.rejects(async () => call(), { name: 'TypeError', message });
    assert.equal(fake.isPlayed, true, 'none of it is in the script');
  });
}
