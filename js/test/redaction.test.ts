import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Redaction, type Redact } from '../src/page/redaction.js';
import { open, response } from './host.js';

const headers = (fields: [string, string][], redact?: Redact) =>
  new Redaction(redact).head({ url: 'http://a/', headers: fields }).headers.map(([, value]) => value);

test('headers whose names sound like secrets have no values', () => {
  const secret = [
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'Set-Cookie',
    'X-Api-Key',
    'apikey',
    'X-Auth-Token',
    'X-CSRF-Token',
    'X-CSRF',
    'X-Amz-Security-Token',
    'Ocp-Apim-Subscription-Key',
    'X-Goog-Api-Key',
    'Session-Id',
    'X-Client-Secret',
    'X-Jwt-Assertion',
  ];
  for (const name of secret) assert.deepEqual(headers([[name, 'hush']]), ['[redacted]'], name);
  const plain = [
    'Accept',
    'Content-Type',
    'Last-Event-ID',
    'Retry-After',
    'X-Rate-Limit-Reset',
    'Date',
    'ETag',
    'Connect-Protocol-Version',
  ];
  for (const name of plain) assert.deepEqual(headers([[name, 'shown']]), ['shown'], name);
});

test('URLs are without secrets', () => {
  const cases = [
    ['https://user:pass@feeds.example/a?b=1', 'https://[redacted]@feeds.example/a?b=1'],
    ['https://feeds.example/?access_token=x&since=5', 'https://feeds.example/?access_token=[redacted]&since=5'],
    ['https://feeds.example/?since=5&key=a.b:c', 'https://feeds.example/?since=5&key=[redacted]'],
    ['https://feeds.example/?access%5Ftoken=x', 'https://feeds.example/?access%5Ftoken=[redacted]'],
    [
      'https://feeds.example/?X-Amz-Signature=a&X-Amz-Credential=b&x=1',
      'https://feeds.example/?X-Amz-Signature=[redacted]&X-Amz-Credential=[redacted]&x=1',
    ],
    [
      'https://feeds.example/?sig=a&jwt=b&password=c&apiKey=d&code=e',
      'https://feeds.example/?sig=[redacted]&jwt=[redacted]&password=[redacted]&apiKey=[redacted]&code=[redacted]',
    ],
    ['https://feeds.example/#access_token=x&state=1', 'https://feeds.example/#access_token=[redacted]&state=1'],
    ['https://feeds.example/?token', 'https://feeds.example/?token'],
    ['https://feeds.example/?token=', 'https://feeds.example/?token=[redacted]'],
    ['https://feeds.example/?design=1&signal=2&monkeys=3', 'https://feeds.example/?design=1&signal=2&monkeys=3'],
  ];
  for (const [url, want] of cases) assert.equal(new Redaction().url(url!), want);
});

test('texts and headers with URLs in them are without their secrets', () => {
  const redaction = new Redaction();
  assert.equal(
    redaction.text('GET https://a:b@c/?key=1 failed, see "/d?token=2"'),
    'GET https://[redacted]@c/?key=[redacted] failed, see "/d?token=[redacted]"',
  );
  assert.deepEqual(headers([['Location', '/next?token=1&page=2']]), ['/next?token=[redacted]&page=2']);
  assert.deepEqual(redaction.data({ a: ['http://a/?sig=1'], n: 5 }), { a: ['http://a/?sig=[redacted]'], n: 5 });
});

test('the page says what stands for a secret, and what is one', () => {
  const asked: string[] = [];
  const redact: Redact = (kind, name, value) => {
    asked.push(`${kind} ${name} ${value}`);
    if (name === 'X-Room') return 'a room';
    return name === 'key' ? value : undefined;
  };
  const one = new Redaction(redact);
  assert.deepEqual(
    headers(
      [
        ['X-Room', '42'],
        ['Cookie', 'c'],
      ],
      redact,
    ),
    ['a room', '[redacted]'],
  );
  assert.equal(one.url('http://a/?key=public&sig=1'), 'http://a/?key=public&sig=[redacted]');
  assert.deepEqual(asked.slice(-3), ['url  http://a/?key=public&sig=1', 'query key public', 'query sig 1']);
  assert.equal(
    new Redaction((kind) => (kind === 'url' ? 'http://elsewhere/' : undefined)).url('http://a/?sig=1'),
    'http://elsewhere/',
  );
  assert.equal(new Redaction((_, name) => (name === 'sig' ? '' : undefined)).url('http://a/?sig=1'), 'http://a/?sig=');
});

test('bodies of requests are not shown, unless the page says so', () => {
  assert.equal(new Redaction().body('{"password":"x"}'), '[redacted]');
  assert.equal(
    new Redaction((kind, _, value) => (kind === 'body' ? value.replace('x', '…') : undefined)).body('{"password":"x"}'),
    '{"password":"…"}',
  );
});

test('no secret of a feed is in its recording', async () => {
  const { feed, page } = open({
    record: true,
    headers: { Authorization: 'Bearer hush' },
    backfill: { url: 'http://feeds.example/page?api_key=hush', after: 'since' },
    body: 'hush',
    method: 'POST',
    reconnect: { anyMethod: true },
    resume: { persist: new Map([['token', 'hush']]), url: 'http://feeds.example/on?token=hush' },
  });
  const [url, fields] = [
    'http://me:hush@feeds.example/x?token=hush',
    [
      ['Set-Cookie', 'a=hush'],
      ['X', 'http://a/?token=hush'],
    ],
  ] as const;
  const at = { request: 1, at: Date.now() };
  page.saw!({ ...at, kind: 'request', method: 'POST', url, headers: fields as never, body: 'hush' });
  page.saw!({ ...at, kind: 'response', url, status: 200, headers: fields as never });
  page.opened({ ...response, url, headers: fields as never });
  page.failed({
    type: 'network',
    message: `GET ${url} failed.`,
    attempt: 1,
    final: false,
    retryInMs: 1,
    cause: new Error(url),
    headers: fields as never,
  });
  page.notice({ type: 'warning', detail: { message: url } });
  page.saw!({ ...at, kind: 'end', cut: `TypeError: ${url}` });
  page.saw!({ request: 2, at: Date.now(), kind: 'unanswered', why: `TypeError: ${url}` });
  const recording = feed.recording();
  const blob = await recording.blob();
  const text = await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).text();
  assert.doesNotMatch(text, /hush/);
  assert.doesNotMatch(JSON.stringify(recording.har()), /hush/);
  assert.equal(text.match(/redacted/g)!.length > 15, true, text);
  feed.close();
});
