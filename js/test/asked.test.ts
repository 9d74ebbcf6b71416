import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, giveUp, Requests, settle, type Asked, type Send } from '../src/host/asked.js';
import type { Engine } from '../src/host/engine.js';
import type { Enter } from '../src/host/framer.js';
import { headOf, pairs } from '../src/host/head.js';
import { jsonOf } from '../src/host/inbox.js';
import { plainDial } from '../src/host/request.js';
import type { FeedOptions, Opening } from '../src/link/contract.js';
import { words } from '../src/link/words.js';

const options = { format: 'sse', gap: { header: 'Resumed' } } as FeedOptions;
const request = { headers: [], asksHeaders: false, body: undefined, rest: {} };
const opening: Opening = { options, request, interim: false };
const asking = (send: Send, headers = Promise.resolve([] as [string, string][])) =>
  ask(
    opening,
    () => plainDial('http://a/'),
    () => headers,
    send,
  );

/** An engine that notes how it is called, with the text that goes with the call. */
function noted(wanted = 1) {
  const calls: unknown[][] = [];
  const mem = new WebAssembly.Memory({ initial: 1 });
  const text = (length: number) => new TextDecoder().decode(new Uint8Array(mem.buffer, 8, length));
  const exports = {
    mem,
    inbox: () => 8,
    responded: (handle: number, attempt: number, head: number) => {
      calls.push(['responded', handle, attempt, JSON.parse(text(head))]);
      return wanted;
    },
    unanswered: (handle: number, attempt: number, made: number, cause: number) =>
      calls.push(['unanswered', handle, attempt, made, text(cause)]),
  };
  const enter: Enter = (call) => call({ exports } as unknown as Engine);
  return { calls, enter };
}

/** How the engine is called about a request. */
async function told(asked: Asked, wanted?: number) {
  const { calls, enter } = noted(wanted);
  settle(asked, 3, options, 7, enter);
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(calls.length, 1);
  return calls[0]!;
}

test('the engine is told the head of a response', async () => {
  const response = new Response('', { headers: { 'Content-Type': 'text/event-stream', Resumed: '5' } });
  const asked = asking(async (_, { signal }) => {
    assert.equal(signal, asked.aborter.signal);
    return response;
  });
  const head = { url: '', status: 200, contentType: 'text/event-stream', resumed: '5' };
  assert.deepEqual(await told(asked), ['responded', 7, 3, head]);
  assert.equal(asked.answer, response);
});

test('a response that is not wanted any more is cancelled', async () => {
  let cancelled = false;
  const body = new ReadableStream({ cancel: () => void (cancelled = true) });
  await told(
    asking(async () => new Response(body)),
    0,
  );
  assert.ok(cancelled);
});

test('so is one that comes when its request was given up', async () => {
  let cancelled = false;
  const body = new ReadableStream({ cancel: () => void (cancelled = true) });
  const asked = asking(async () => {
    giveUp(asked);
    return new Response(body);
  });
  await asked.response;
  await new Promise((resolve) => setTimeout(resolve));
  assert.ok(cancelled);
});

test('a request that could not be made is told from one that had no answer', async () => {
  const cause = new TypeError('why');
  const refused = asking(async () => Promise.reject(cause));
  assert.deepEqual(await told(refused), ['unanswered', 7, 3, 1, 'TypeError: why']);
  assert.equal(refused.cause, cause);
  const unmade = asking(async () => new Response(), Promise.reject(cause));
  assert.deepEqual(await told(unmade), ['unanswered', 7, 3, 0, 'TypeError: why']);
  const thrown = asking(() => {
    throw cause;
  });
  assert.deepEqual(await told(thrown), ['unanswered', 7, 3, 1, 'TypeError: why']);
});

test('what was given up while its headers were waited for is not sent', async () => {
  const asked = asking(async () => assert.fail('sent'));
  giveUp(asked);
  assert.equal((await told(asked))[3], 0);
});

test('what is no response is the page’s mistake', async () => {
  for (const nothing of [undefined, null, 5n, 'text', () => {}]) {
    const asked = asking(async () => nothing as unknown as Response);
    assert.deepEqual(await told(asked), ['unanswered', 7, 3, 0, 'fetch gave no Response']);
  }
});

test('a refusal says why, and when to come back', () => {
  const init = { status: 429, statusText: 'Slow', headers: { 'Retry-After': '7', 'X-Rate-Limit-Reset': '16' } };
  const head = headOf(new Response('', init), {} as FeedOptions);
  const { statusText, retryAfter, rateLimitReset, opaque, resumed } = head;
  assert.deepEqual([statusText, retryAfter, rateLimitReset, opaque, resumed], ['Slow', '7', '16', false, undefined]);
});

test('a response that a page made up may lack anything', () => {
  assert.deepEqual(headOf({ status: 200 } as Response, {} as FeedOptions), {
    url: undefined,
    status: 200,
    contentType: '',
    resumed: undefined,
    from: undefined,
  });
  assert.equal(headOf({ status: 0, type: 'opaque' } as Response, {} as FeedOptions).opaque, true);
  assert.deepEqual(pairs(undefined), []);
});

test('anything can be thrown', () => {
  assert.deepEqual([5n, undefined, Symbol('s'), Object.create(null)].map(words), [
    '5',
    'undefined',
    'Symbol(s)',
    'a value that has no words',
  ]);
});

test('the request of the stream is kept while pages are read', () => {
  const requests = new Requests();
  const [stream, first, second, next] = Array.from({ length: 4 }, () => asking(async () => new Response()));
  requests.keep(1, stream!, false);
  requests.keep(2, first!, true);
  requests.keep(3, second!, true);
  assert.deepEqual(
    [1, 2, 3].map((attempt) => requests.get(attempt)),
    [stream, undefined, second],
  );
  requests.keep(4, next!, false);
  assert.deepEqual(
    [1, 3, 4].map((attempt) => requests.get(attempt)),
    [undefined, undefined, next],
  );
  requests.clear();
  assert.deepEqual(
    [stream, next].map((asked) => asked!.aborter.signal.aborted),
    [false, true],
  );
});

test('a page is not asked for the headers of a request that was given up', async () => {
  const asked = ask(
    opening,
    () => plainDial('http://a/'),
    () => assert.fail(),
    assert.fail,
  );
  giveUp(asked);
  assert.equal((await told(asked))[4], 'Error: given up');
});

test('a head that cannot be read is the page’s mistake, and its body is given up', async () => {
  let cancelled = false;
  const body = { cancel: async () => void (cancelled = true) };
  const response = { status: 200n, body } as unknown as Response;
  assert.deepEqual((await told(asking(async () => response))).slice(0, 4), ['unanswered', 7, 3, 0]);
  await undefined;
  assert.ok(cancelled);
});

test('a toJSON of the page’s own does not count', () => {
  const prototype = Array.prototype as { toJSON?: () => string };
  prototype.toJSON = () => 'an array';
  try {
    assert.equal(jsonOf({ id: ['/id'], n: 1, no: undefined }), '{"id":["/id"],"n":1}');
  } finally {
    delete prototype.toJSON;
  }
});
