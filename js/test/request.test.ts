import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, plainDial, requestInit, trial } from '../src/host/request.js';
import type { DialData, FeedOptions, RequestData } from '../src/link/contract.js';
import { envelope } from '../src/page/envelope.js';
import { requestData } from '../src/page/request.js';

const dial = (more: Partial<DialData> = {}): DialData => ({ ...plainDial('http://a/'), ...more });
const request = (more: Partial<RequestData> = {}): RequestData => ({
  headers: [],
  asksHeaders: false,
  body: undefined,
  rest: {},
  ...more,
});
const headersOf = (init: RequestInit) => Object.fromEntries(init.headers as Headers);

test('the Accept header goes by the format, unless the page has one', () => {
  const accept = (format: string, pairs: [string, string][] = []) =>
    headersOf(requestInit(request(), pairs, format, dial()))['accept'];
  assert.equal(accept('sse'), 'text/event-stream');
  assert.equal(accept('json-seq'), 'application/json-seq, application/json;q=0.9, */*;q=0.8');
  assert.equal(accept('json-crlf'), 'application/json, */*;q=0.8');
  assert.equal(accept('varint'), '*/*');
  assert.equal(accept('multipart'), 'multipart/mixed, multipart/x-mixed-replace, */*;q=0.8');
  assert.equal(accept('sse', [['Accept', 'text/x-own']]), 'text/x-own');
});

test('a cursor goes into a header as its UTF-8 bytes', () => {
  const init = requestInit(request(), [], 'sse', dial({ header: 'Last-Event-ID', cursor: 'é日' }));
  assert.equal(headersOf(init)['last-event-id'], 'Ã©æ\u0097¥');
});

test('a cursor goes into a JSON body or a form, and the page keeps its own', () => {
  const at = dial({ member: '/after', cursor: '7' });
  assert.equal(requestInit(request({ body: ' {"a":1,"after":0}' }), [], 'json', at).body, '{"a":1,"after":"7"}');
  assert.equal(String(requestInit(request({ body: 'a=1' }), [], 'json', at).body), 'a=1&after=7');
  const fields: [string, string][] = [
    ['a', '1'],
    ['after', '0'],
  ];
  assert.equal(
    String(requestInit(request({ body: { form: 'URLSearchParams', fields } }), [], 'json', at).body),
    'a=1&after=7',
  );
  assert.deepEqual(fields[1], ['after', '0']);
  const form = requestInit(request({ body: { form: 'FormData', fields } }), [], 'json', at).body as FormData;
  assert.deepEqual(
    [...form],
    [
      ['a', '1'],
      ['after', '7'],
    ],
  );
  assert.throws(() => requestInit(request({ body: '{"a":' }), [], 'json', at), SyntaxError);
});

test('a cursor goes to where a JSON pointer leads, which is made as needed', () => {
  const body = (body: unknown, member: string) =>
    requestInit(request({ body } as never), [], 'json', dial({ member, cursor: '7' })).body;
  assert.equal(
    body('{"create_request":{"key":"eA=="}}', '/create_request/start_revision'),
    '{"create_request":{"key":"eA==","start_revision":"7"}}',
  );
  assert.equal(body('{}', '/a~1b/c~0d'), '{"a/b":{"c~d":"7"}}');
  assert.equal(body('{"a":{"__proto__":{}}}', '/a/b'), '{"a":{"__proto__":{},"b":"7"}}');
  assert.equal(String(body(undefined, '/since')), 'since=7');
  for (const unfit of ['a=1', { form: 'FormData', fields: [] }, undefined])
    assert.throws(() => body(unfit, '/a/b'), /is for a body that is a JSON object/);
  assert.throws(() => body(new Uint8Array(2), '/a'), /is for a body that is JSON or a form/);
  assert.throws(() => body('{"a":1}', '/a/b'), /leads through what is no object/);
  assert.equal(body('{}', '/__proto__/__proto__'), '{"__proto__":{"__proto__":"7"}}');
  assert.equal(body('{"a":[{"b":1}]}', '/a/0/b'), '{"a":[{"b":"7"}]}');
  assert.equal(body(' [1]', '/0'), '["7"]');
  for (const [array, member] of [
    ['{"a":[1]}', '/a/-'],
    ['{"a":[1]}', '/a/since'],
    ['{"a":[]}', '/a/0/b'],
    ['[1]', '/length'],
  ] as const)
    assert.throws(() => body(array, member), /leads to no element of an array/, member);
  if (!('rawJSON' in JSON)) return; // Node 20
  const huge = '{"id":9007199254740993,"x":1e400,"y":-0,"z":1.50}';
  assert.equal(body(huge, '/a'), `${huge.slice(0, -1)},"a":"7"}`, 'the numbers stay as they are');
});

test('a cursor goes into a JSON message in an envelope', () => {
  const body = (body: Uint8Array, member: string) =>
    requestInit(request({ body: body as Uint8Array<ArrayBuffer> }), [], 'envelope', dial({ member, cursor: '7' })).body;
  assert.deepEqual(body(envelope('{"room":"日"}'), '/after'), envelope('{"room":"日","after":"7"}'));
  const odd = new Uint8Array([9, ...envelope('{}')]).subarray(1);
  assert.deepEqual(body(odd, '/a/b'), envelope('{"a":{"b":"7"}}'));
  for (const unfit of [
    envelope('a=1'),
    envelope(new Uint8Array([8, 1])),
    envelope('{}').subarray(0, 6),
    new Uint8Array(5).fill(1),
  ])
    assert.throws(() => body(unfit, '/a'), /is for a body that is JSON or a form/);
});

test('a body that cannot take the cursor is found out by a trial', () => {
  const fits = (resume: object, method?: string, body: unknown = '{}') =>
    trial(request({ body } as never), { resume: { body: '/a', ...resume }, method } as FeedOptions, dial());
  fits({}, 'POST');
  fits({ method: 'PUT', url: '/x' });
  fits({ body: undefined });
  assert.throws(() => fits({}, 'POST', new Uint8Array(2)), /is for a body that is JSON or a form/);
  for (const [resume, method] of [
    [{}, undefined],
    [{}, 'GET'],
    [{ url: '/x' }, 'POST'],
    [{ asksURL: true }, 'POST'],
  ] as const)
    assert.throws(() => fits(resume, method), /resume.body \/a is for a method that has a body, and not GET/);
  assert.throws(() => fits({ method: 'HEAD' }, 'POST'), /and not HEAD/);
  trial(request(), { resume: { body: '/a' } } as FeedOptions, dial({ backfill: true }));
});

test('a request that goes on elsewhere has its own method and address', () => {
  const at = (more: object) => dial({ url: '/runs/1', base: 'http://a/v1?x', ...more });
  assert.equal(addressOf(at({})), 'http://a/runs/1');
  assert.equal(addressOf(dial({ url: 'http://b/' })), 'http://b/');
  assert.equal(addressOf(at({ url: 'http://b/' })), 'http://b/', 'the page named it');
  for (const [url, origin] of [
    ['http://b/', 'http://b'],
    ['javascript:alert(1)', 'javascript:'],
    ['data:text/plain,x', 'data:'],
  ] as const)
    assert.throws(() => addressOf(at({ url, foreign: true })), {
      message: `the server wants the feed to go on at ${origin}, which resume.url would have to name`,
    });
  const init = requestInit(
    request({ body: 'x', rest: { method: 'POST' } }),
    [],
    'json',
    at({ method: 'GET', member: '/a' }),
  );
  assert.equal(init.method, 'GET');
  assert.equal('body' in init, false);
});

test('a page of a backfill is a GET without a body', () => {
  const init = requestInit(request({ body: 'x', rest: { method: 'POST' } }), [], 'json', dial({ backfill: true }));
  assert.equal(init.method, 'GET');
  assert.equal('body' in init, false);
});

test('what the page set of the request stays, and what is not of the request goes', () => {
  const data = requestData({
    method: 'POST',
    mode: 'cors',
    cache: 'reload',
    withCredentials: true,
    format: 'sse',
    keepalive: {},
    headers: { a: 'b' },
    body: new URLSearchParams({ q: '1' }),
  });
  assert.deepEqual(data, {
    headers: [['a', 'b']],
    asksHeaders: false,
    body: { form: 'URLSearchParams', fields: [['q', '1']] },
    rest: { method: 'POST', mode: 'cors', cache: 'reload', credentials: 'include' },
  });
  const init = requestInit(data, data.headers, 'sse', dial());
  assert.equal(init.cache, 'reload');
  assert.equal(requestInit(request(), [], 'sse', dial()).cache, 'no-store');
  assert.equal(String(init.body), 'q=1');
});

test('what is wrong with headers is thrown', () => {
  assert.throws(() => requestData({ headers: { 'bad name': 'x' } }), TypeError);
});
