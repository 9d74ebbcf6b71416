import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutDeleted } from '../src/stages/index.js';
import { all, values } from './source.js';

interface Post {
  id?: string;
  gone?: string;
}
const of = { key: (post: Post) => post.id, deleted: (post: Post) => post.gone };
const kept = async (posts: Post[], limit?: number): Promise<(string | undefined)[]> =>
  (await all(withoutDeleted(values(posts), { ...of, ...(limit && { limit }) }))).map((post) => post.id ?? post.gone);

test('a post is dropped whose deletion came before it', async () => {
  assert.deepEqual(await kept([{ gone: 'a' }, { id: 'a' }, { id: 'b' }]), ['a', 'b']);
});

test('a post that came before its deletion goes on, and the notice as well', async () => {
  assert.deepEqual(await kept([{ id: 'a' }, { gone: 'a' }]), ['a', 'a']);
});

test('an event without a key goes on', async () => {
  assert.deepEqual(await kept([{ gone: 'a' }, {}]), ['a', undefined]);
});

test('the oldest key is forgotten beyond the limit', async () => {
  const notices = ['a', 'b', 'c'].map((gone) => ({ gone }));
  const posts = ['a', 'b', 'c'].map((id) => ({ id }));
  assert.deepEqual(await kept([...notices, ...posts], 2), ['a', 'b', 'c', 'a']);
});

test('a key that is deleted twice takes one place', async () => {
  const notices = ['a', 'b', 'b', 'b'].map((gone) => ({ gone }));
  assert.deepEqual(await kept([...notices, { id: 'a' }, { id: 'b' }], 2), ['a', 'b', 'b', 'b']);
});

test('a limit that cannot be is refused at the first event', async () => {
  await assert.rejects(withoutDeleted(values([{}]), { ...of, limit: 0 }).next(), /^TypeError: limit is 0/);
});
