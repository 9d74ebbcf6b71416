import assert from 'node:assert/strict';
import { FeedSource } from 'feedsource';
import { fakeFeed, forSeeds } from 'feedsource/testing';
import { url } from './reading.js';

const numbers = Array.from({ length: 30 }, (_, index) => index + 1);

/** Whatever goes wrong, each record arrives once and in order. */
export function chaos(test) {
  test('an event stream resumes by Last-Event-ID', () =>
    forSeeds(25, async (seed) => {
      const events = numbers.map((n) => ({ id: `${n}`, data: `event ${n}` }));
      const fake = fakeFeed({ autoAdvance: true })
        .send(...events)
        .end()
        .chaos(seed, { cut: 4, chunk: 40, delay: 50, status: 2 });
      assert.deepEqual(
        await all(fake, {}),
        numbers.map((n) => `event ${n}`),
      );
      assert.equal(fake.requests.length, 7);
    }));

  test('records resume by a query', () =>
    forSeeds(25, async (seed) => {
      const options = { format: 'ndjson', id: '/id', resume: { query: 'since' } };
      const fake = fakeFeed({ ...options, autoAdvance: true });
      for (const id of numbers) fake.send({ id }).wait(10);
      fake.end().chaos(seed, { cut: 4 });
      assert.deepEqual(
        await all(fake, options),
        numbers.map((id) => `{"id":${id}}`),
      );
    }));

  test('without a cursor a server goes on', () =>
    forSeeds(10, async (seed) => {
      const fake = fakeFeed({ format: 'lines', autoAdvance: true })
        .send(...numbers.map(String))
        .end()
        .chaos(seed);
      assert.deepEqual(await all(fake, { format: 'lines' }), numbers.map(String));
    }));

  test('the same seed does the same', async () => {
    const run = async (seed) => {
      const fake = fakeFeed({ autoAdvance: true })
        .send(...numbers.map((n) => ({ id: `${n}`, data: `${n}` })))
        .end()
        .chaos(seed);
      await all(fake, {});
      return fake.requests.map(({ cursor, state }) => `${cursor} ${state}`);
    };
    assert.deepEqual(await run(7), await run(7));
    assert.notDeepEqual(await run(7), await run(8));
  });

  test('a failure names its seed', async () => {
    const failing = forSeeds([3, 4], (seed) => assert.equal(seed, 3));
    await assert.rejects(failing, (error) => {
      assert.equal(error.name, 'AssertionError');
      assert.match(error.message, /^With seed 4: /);
      assert.match(error.stack, /With seed 4: /);
      return true;
    });
    await assert.rejects(
      forSeeds(1, () => Promise.reject(new DOMException('no', 'AbortError'))),
      /With seed 1: .*no/,
    );
    assert.throws(() => fakeFeed().chaos(1, { cuts: 3 }), /cuts is not an option; .* Did you mean cut\?/);
    assert.throws(() => fakeFeed().chaos(1, { chunk: 0 }), /chunk is 0; it can be a whole number from 1/);
    const fake = fakeFeed().send('a', 'b').end().chaos(11, { cut: 1 });
    const feed = new FeedSource(url, { fetch: fake.fetch, reconnect: false });
    const message = await new Promise((resolve) => {
      feed.onmessage = () => {};
      feed.onerror = (event) => resolve(event.message);
    });
    assert.match(message, /seed 11/);
  });

  /** What a feed brings until the script is played; its own waits go by the fake's clock. */
  async function all(fake, options) {
    const texts = [];
    const uninstall = fake.clock.install();
    try {
      const delay = (error) => (error.type === 'end' ? false : undefined);
      for await (const event of new FeedSource(url, { ...options, fetch: fake.fetch, reconnect: { delay } }))
        texts.push(event.text);
    } catch (error) {
      if (error.type !== 'end') throw error;
    } finally {
      uninstall();
    }
    return texts;
  }
}
