import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenEvent } from '../src/page/open-event.js';
import { open } from './host.js';

test('an open event has the head of the response, behind redirects', () => {
  const { feed, page } = open();
  const seen: OpenEvent[] = [];
  feed.onopen = (event) => seen.push(event);
  page.opened({ url: 'http://other.example/y', status: 206, headers: [['X-Room', '42']] });
  const [{ type, response }] = seen as [OpenEvent];
  assert.equal(type, 'open');
  assert.deepEqual(
    [response.url, response.status, response.headers.get('x-room')],
    ['http://other.example/y', 206, '42'],
  );
  feed.close();
});
