import assert from 'node:assert/strict';
import { test } from 'node:test';
import { twitter } from '../src/stages/index.js';

const tweet = {
  json: { id_str: '1050118621198921728', timestamp_ms: '1539202764123', created_at: 'Wed Oct 10 20:19:24 +0000 2018' },
};
const notice = { json: { delete: { status: { id_str: '1234', user_id_str: '3' }, timestamp_ms: '1' } } };

test('a tweet has the time of timestamp_ms, or else of created_at', () => {
  assert.equal(twitter.time(tweet), 1539202764123);
  assert.equal(twitter.time({ json: { created_at: tweet.json.created_at } }), 1539202764000);
});

test('a tweet has a key, and deletes nothing', () => {
  assert.equal(twitter.key(tweet), '1050118621198921728');
  assert.equal(twitter.deleted(tweet), undefined);
});

test('a notice names the tweet that it deletes, and has neither key nor time', () => {
  assert.equal(twitter.deleted(notice), '1234');
  assert.equal(twitter.key(notice), undefined);
  assert.equal(twitter.time(notice), NaN);
});

test('a record that is null or not JSON has nothing', () => {
  const broken = {
    get json(): unknown {
      throw new SyntaxError('not JSON');
    },
  };
  for (const event of [{ json: null }, broken]) {
    assert.equal(twitter.time(event), NaN);
    assert.equal(twitter.key(event), undefined);
    assert.equal(twitter.deleted(event), undefined);
  }
});
