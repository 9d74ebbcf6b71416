import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../src/link/words.js';

test('what was thrown is said with its cause, which is all that says why a fetch of Node failed', () => {
  const failed = (cause: unknown) => words(new TypeError('fetch failed', { cause }));
  assert.equal(failed(undefined), 'TypeError: fetch failed');
  assert.equal(
    failed(new Error('getaddrinfo ENOTFOUND a.example')),
    'TypeError: fetch failed: getaddrinfo ENOTFOUND a.example',
  );
  const refusals = [new Error('connect ECONNREFUSED ::1:7'), new Error('connect ECONNREFUSED 127.0.0.1:7')];
  const all = Object.assign(new AggregateError(refusals), { code: 'ECONNREFUSED' });
  assert.equal(failed(all), 'TypeError: fetch failed: connect ECONNREFUSED ::1:7');
  const coded = Object.assign(new Error(), { code: 'ECONNRESET' });
  assert.equal(failed(coded), 'TypeError: fetch failed: ECONNRESET');
  assert.equal(failed(new Error('ssl: wrong version\n')), 'TypeError: fetch failed: ssl: wrong version');
  for (const odd of [null, 7, 'why', {}, Symbol('why'), { errors: [] }])
    assert.equal(failed(odd), 'TypeError: fetch failed');
});

test('what OpenSSL says comes with what helps', () => {
  const failed = (message: string) => words(new TypeError('fetch failed', { cause: new Error(message) }));
  const helps = '; NODE_EXTRA_CA_CERTS=its.pem has it trusted';
  for (const said of [
    'self-signed certificate',
    'self-signed certificate in certificate chain',
    'unable to verify the first certificate',
    'unable to get local issuer certificate',
  ])
    assert.equal(failed(said), `TypeError: fetch failed: ${said}${helps}`);
  assert.equal(failed('certificate has expired'), 'TypeError: fetch failed: certificate has expired');
  const path = '../deps/openssl/openssl/ssl/record/ssl3_record.c:355:\n';
  assert.equal(
    failed(`write EPROTO 8007:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:${path}`),
    'TypeError: fetch failed: the server speaks no TLS; is its URL http:?',
  );
});

test('a cause that the words have already is not said twice', () => {
  const cause = new Error('socket hang up');
  assert.equal(words(new Error(`asking again: ${cause.message}`, { cause })), 'Error: asking again: socket hang up');
});

test('anything can be thrown', () => {
  assert.equal(words(undefined), 'undefined');
  assert.equal(words('why'), 'why');
  assert.equal(words(Object.create(null)), 'a value that has no words');
  const evil = Object.defineProperty(new Error('why'), 'cause', {
    get() {
      throw new Error('a getter');
    },
  });
  assert.equal(words(evil), 'a value that has no words');
  assert.equal(words('x'.repeat(2000)).length, 1000);
});
