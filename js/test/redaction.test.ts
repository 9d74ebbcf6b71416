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
    'X-Ticket',
    'X-Access',
    'Bearer',
    'Sec-WebSocket-Protocol',
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
    'Access-Control-Allow-Origin',
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
    [
      'https://feeds.example/?ticket=a&bearer=b&access=c',
      'https://feeds.example/?ticket=[redacted]&bearer=[redacted]&access=[redacted]',
    ],
    ['https://feeds.example/?token=a?b;c&x=1', 'https://feeds.example/?token=[redacted]&x=1'],
    ['https://feeds.example/token=a/x', 'https://feeds.example/token=[redacted]'],
    ['https://auth.example/a=1?b=%E6%97%A5%20c', 'https://auth.example/a=1?b=%E6%97%A5%20c'],
    ['https://feeds.example/?design=1&signal=2&monkeys=3', 'https://feeds.example/?design=1&signal=2&monkeys=3'],
  ];
  for (const [url, want] of cases) assert.equal(new Redaction().text(url!), want);
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

test('secrets that lie within the value of a parameter are found, however they are written', () => {
  const values = [
    'https://api.example/feed?token=hush',
    'https://me:hush@api.example/',
    '1;token=hush',
    'Bearer%20hush',
    '%7B%22token%22%3A%22hush%22%7D',
  ];
  const feed = encodeURIComponent('https://me:hush@api.example/feed?token=hush');
  for (const value of [...values, feed, encodeURIComponent(feed), encodeURIComponent(encodeURIComponent(feed))])
    assert.equal(new Redaction().text(`http://a/?b=${value}&c=1`), 'http://a/?b=[redacted]&c=1');
});

test('texts are without logins, and without members of JSON that are secret', () => {
  const cases = [
    ['no route with Authorization: Bearer hush.', 'no route with Authorization: Bearer [redacted]'],
    ['basic aHVzaA==, and more', 'basic [redacted], and more'],
    ['it said {"access_token":"hush","n":1}', 'it said {"access_token":"[redacted]","n":1}'],
    ['{"token" : "hu\\"sh"}', '{"token" : "[redacted]"}'],
    ['{"said":"{\\"token\\":\\"hush\\"}","n":"1"}', '{"said":"[redacted]","n":"1"}'],
    ['{\\"token\\":\\"hush\\"}', '{\\"token\\":\\"[redacted]'],
    ['{"code":"rate_limit","reason":"tokens are few"}', '{"code":"rate_limit","reason":"tokens are few"}'],
    ['a=1; token=hush', 'a=1; token=[redacted]'],
    ['text/event-stream; charset=utf-8', 'text/event-stream; charset=utf-8'],
  ];
  for (const [text, want] of cases) {
    assert.equal(new Redaction().text(text!), want);
    assert.deepEqual(headers([['X-Custom', text!]]), [want]);
  }
});

test('texts that are made to take long do not', () => {
  const long = [
    '?a=',
    '&aaaa',
    'a',
    ' ',
    '%25',
    '//',
    '//a@',
    '"a":"',
    '"a":"\\"',
    '"a',
    '\\',
    '=',
    '?token=',
    '?a=%20',
    '?a=%3Fb%3D"c":"',
    'bearer ',
    'http://',
    'http://.',
    'http://\\',
  ].map((piece) => piece.repeat(200_000));
  long.push(`?a=${'%'.repeat(200_000)}${'3'.repeat(200_000)}41`, `"a"${' '.repeat(1e6)}`, `bearer${' '.repeat(1e6)}`);
  for (const text of long) new Redaction().text(text); // what is not linear takes longer than a test may
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
  assert.equal(one.text('http://a/?key=public&sig=1'), 'http://a/?key=public&sig=[redacted]');
  assert.deepEqual(asked.slice(-3), ['url  http://a/?key=public&sig=1', 'query key public', 'query sig 1']);
  assert.equal(new Redaction((_, name) => (name === 'sig' ? '' : undefined)).text('http://a/?sig=1'), 'http://a/?sig=');
});

test('what the page makes of a URL is without secrets too, and it is asked about those in texts', () => {
  const redact: Redact = (kind, name, value) => {
    if (kind === 'url') return value.replace(/bots\/[^/]+/, 'bots/…');
    return kind === 'query' && name === 'room' ? '[a room]' : undefined;
  };
  const one = new Redaction(redact);
  const url = 'http://a/bots/12:hush/updates?room=7&token=hush';
  const want = 'http://a/bots/…/updates?room=[a room]&token=[redacted]';
  assert.equal(one.text(url), want);
  assert.equal(
    one.text(`GET ${url} failed (see http://a/bots/hush/x).`),
    `GET ${want} failed (see http://a/bots/…/x).`,
  );
  assert.deepEqual(one.data({ message: 'http://a/bots/hush/x: no.' }), { message: 'http://a/bots/…/x: no.' });
  assert.deepEqual(headers([['Location', url]], redact), [want]);
});

test('what a faulty function of the page is asked about is not shown, and the page is told once', () => {
  const told: unknown[] = [];
  const { reportError } = globalThis;
  globalThis.reportError = (error) => told.push(error);
  const no = () => {
    throw new Error('no');
  };
  try {
    for (const [redact, why] of [
      [no, /^record\.redact failed.*: Error: no$/],
      [() => 5, /what record\.redact gives is 5; it can be a text, or undefined\.$/],
      [async () => 'x', /what record\.redact gives is an object;/],
    ] as const) {
      const one = new Redaction(redact as never);
      const url = 'http://a/hush?b=1';
      assert.deepEqual(one.head({ url, headers: [['A', 'hush']] }), {
        url: '[redacted]',
        headers: [['A', '[redacted]']],
      });
      assert.equal(one.body('hush'), '[redacted]');
      assert.equal(told.length, 1);
      assert.match((told.pop() as Error).message, why);
    }
    assert.equal(new Redaction((() => null) as never).text('http://a/?b=1&sig=2'), 'http://a/?b=1&sig=[redacted]');
    assert.equal(told.length, 0);
  } finally {
    globalThis.reportError = reportError;
  }
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
