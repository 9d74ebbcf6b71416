import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedSourceInit, Resume } from '../src/page/options.js';
import { failure, open } from './host.js';

/** What a store holds of a feed whose answer came to the end that a failure tells of. */
function kept(init: FeedSourceInit, resume: Resume = {}, type = 'complete', status?: number): string | undefined {
  const store = new Map<string, string>();
  const whole: FeedSourceInit = { ...init, resume: { ...resume, persist: store, key: 'k' } };
  open({ ...whole, lastEventId: '5' }).feed.close();
  open(whole).page.failed(failure({ type, final: true, ...(status && { status }) }));
  return store.get('k')?.split('\n')[0];
}

const post: FeedSourceInit = { method: 'POST', body: '{}' };
const signals: FeedSourceInit['signals'] = [{ is: '[DONE]', then: 'end' }];

test('an answer that is whole is not gone on with', () => {
  for (const [name, init, resume] of [
    ['by a GET of the same URL', { ...post, preset: 'mcp' }, {}],
    ['elsewhere', post, { url: '/answers/{id}' }],
    ['where a function of the page knows', { ...post, headers: () => ({}) }, { from: { header: 'Location' } }],
    ['by its end marker, and another POST brings another one', { ...post, signals }, { query: 'after' }],
    ['the same of a preset', { ...post, preset: 'openai' }, {}],
  ] as [string, FeedSourceInit, Resume][])
    assert.equal(kept(init, resume), 'feedsource/1 ', name);
});

test('a feed whose next request has the same answer keeps its cursor', () => {
  for (const [name, init, resume, type] of [
    ['it was cut', { ...post, preset: 'mcp' }, {}, 'incomplete'],
    ['a GET that is not asked again', { reconnect: false }, { query: 'since' }],
    ['a GET with an end marker', { preset: 'durable-streams' }, {}],
    ['a POST that asks for news', post, { body: '/since' }],
    ['a POST that may be sent again', { ...post, signals, reconnect: { anyMethod: true } }, { body: '/since' }],
  ] as [string, FeedSourceInit, Resume, string?][])
    assert.equal(kept(init, resume, type), 'feedsource/1 5', name);
});

test('an answer that the server has forgotten is not gone on with', () => {
  const elsewhere: Resume = { url: '/answers/{id}' };
  for (const [name, init, resume, status, want] of [
    ['404', post, elsewhere, 404, ''],
    ['410', post, elsewhere, 410, ''],
    ['410 to any feed: its cursor has expired', { reconnect: false }, {}, 410, ''],
    ['404 to a feed whose next request would be the same', {}, {}, 404, '5'],
    ['another refusal', post, elsewhere, 403, '5'],
  ] as [string, FeedSourceInit, Resume, number, string][])
    assert.equal(kept(init, resume, 'status', status), `feedsource/1 ${want}`, name);
});
