import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../src/page/check.js';
import { mustServe } from '../src/page/idle.js';
import { formats, type FeedSourceInit, type PresetName } from '../src/page/options.js';
import { presetOptions, withPreset } from '../src/page/with-preset.js';

const said = (init: FeedSourceInit, asksURL = false): string => {
  const whole = withPreset(init);
  check(whole);
  try {
    mustServe(init, whole, asksURL);
    return 'fine';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};

const post: FeedSourceInit = { method: 'post', body: '{}' };
const from = { header: 'Location' };

test('an option that could do nothing is a TypeError that says what it needs', () => {
  for (const [init, want] of [
    [{ hold: true }, "hold needs a rule of signals with then: 'bookmark'."],
    [
      { preset: 'durable-streams', signals: [{ is: 'x', then: 'end' }] },
      "hold needs a rule of signals with then: 'bookmark'.",
    ],
    [
      { ...post, resume: { from } },
      'resume.from needs resume.url, where {from} stands for it, or a function for url or headers.',
    ],
    [{ ...post, resume: { url: '/x/{from}' } }, 'resume.url needs resume.from, since it has {from}.'],
    [{ resume: { url: '/x?{lastEventId}' } }, 'resume.url needs {from}, {id} or {count} in place of {lastEventId}.'],
    [{ resume: { url: '/x?{' } }, 'resume.url needs {from}, {id} or {count} in place of {}.'],
    [{ resume: { as: '{id}:1', header: false } }, 'resume.as needs a header, query, body or url.'],
    [{ resume: { as: '{id}:1', replay: 'skip' } }, "resume.as does nothing beside replay: 'skip'."],
    [{ resume: { query: 'q', replay: 'skip' } }, "resume.query does nothing beside replay: 'skip'."],
    [
      { format: 'ndjson', resume: { query: 'since' } },
      'resume.query needs id, since records of format ndjson have no id fields.',
    ],
    [
      { format: 'lines', resume: { persist: new Map() } },
      'resume.persist needs id, since records of format lines have no id fields.',
    ],
  ] as [FeedSourceInit, string][]) {
    assert.equal(said(init), `TypeError: ${want}`);
  }
});

test('what may be of use is never refused', () => {
  for (const [preset, options] of Object.entries(presetOptions)) {
    assert.equal(said({ preset: preset as PresetName }), 'fine', preset);
    assert.equal(said(options), 'fine', `what ${preset} stands for`);
  }
  for (const format of formats) assert.equal(said({ format }), 'fine', format);
  for (const init of [
    { hold: false },
    { hold: true, signals: [{ is: 'x', then: 'bookmark', deliver: false }] },
    { preset: 'durable-streams', hold: false, signals: [] },
    { ...post, resume: { from, url: '{from}' } },
    { ...post, resume: { from, url: '/last' } },
    { ...post, resume: { from, url: () => '/x' } },
    { ...post, resume: { from, method: 'GET' } },
    { ...post, resume: { from }, headers: () => ({}) },
    { ...post, preset: 'workflow', resume: { query: 'start' } },
    { ...post, preset: 'langgraph', resume: { url: '{from}?stream_mode=updates' } },
    { resume: { url: '/x/{id}?n={count}', cursor: 'count' } },
    { resume: { as: '{id+1}' } },
    { resume: { as: '{id+1}', url: '/x/{id}', replay: 'skip' } },
    { resume: { header: false, replay: 'skip' }, reconnect: false },
    { preset: 'openai', resume: { replay: 'skip' } },
    { ...post, resume: { body: '/since' } },
    { format: 'ndjson', resume: { query: 'since' }, id: '/n' },
    { format: 'ndjson', resume: { query: 'since', cursor: 'count' } },
    { format: 'ndjson', resume: { query: 'since' }, lastEventId: '5' },
    { ...post, format: 'text', resume: { url: '{from}', from, persist: new Map() } },
    { preset: 'kubernetes', resume: { persist: new Map() } },
    { preset: 'ntfy', format: 'ndjson', backfill: () => [] },
    { resume: undefined, signals: undefined, hold: undefined },
    { resume: false, backfill: false, signals: [{ range: [1, 2], then: 'bookmark' }] },
    { resume: 'page', format: 'ndjson' },
  ] as FeedSourceInit[])
    assert.equal(said(init), 'fine', JSON.stringify(init));
  assert.equal(said({ ...post, resume: { from } }, true), 'fine');
  assert.equal(said({ resume: { persist: new Map(), key: 'k' } }, true), 'fine');
  assert.match(said({ resume: { persist: new Map() } }, true), /resume.persist needs resume.key where the url is a /);
});
