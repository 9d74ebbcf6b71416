import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, giveUp, Requests, settle, type Asked, type Send } from '../src/host/asked.js';
import type { Engine } from '../src/host/engine.js';
import type { Enter } from '../src/host/framer.js';
import { headOf, pairs } from '../src/host/head.js';
import { jsonOf } from '../src/host/inbox.js';
import { plainDial } from '../src/host/request.js';
import { isOfNetwork, whyOf } from '../src/host/unanswered.js';
import { Why, type BodyData, type FeedOptions, type Opening } from '../src/link/contract.js';
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
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setTimeout(resolve)); // a report of a violation is waited for
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
    giveUp(asked, 'close');
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

test('a request that fetch never makes is told with what is wrong with it', async () => {
  const refuse = async () => Promise.reject(new TypeError('Failed to fetch'));
  const of = async (url: string, init: object, send: Send = refuse, isOwn = false) => {
    const { body, ...rest } = init as { body?: BodyData };
    const one = { ...opening, request: { ...request, body, rest } };
    return (
      await told(
        ask(
          one,
          () => plainDial(url),
          async () => [],
          send,
          isOwn,
        ),
      )
    ).slice(3);
  };
  assert.deepEqual(await of('http://a/', {}), [Why.Unknown, 'TypeError: Failed to fetch']);
  assert.match(`${await of('http://a/', { body: 'x' })}`, /^2,a GET has no body; say method: 'POST'/);
  const unasked = async () => assert.fail('it is asked for');
  for (const url of ['http://u:secret@a/', 'http://u@a/'])
    assert.deepEqual(await of(url, {}, unasked, true), [
      Why.Invalid,
      'TypeError: a URL takes no password; send it in headers.Authorization',
    ]);
  for (const bad of [
    new TypeError('fetch failed', { cause: new Error('bad port') }), // Node
    new TypeError('Fetch failed: Requests to port 6667 are blocked'), // Deno
  ])
    assert.match(`${await of('http://a:6667/', {}, async () => Promise.reject(bad))}`, /^2,TypeError: .*port/);
  assert.match(`${await of('http://a/', { method: 'TRACE' })}`, /^2,TypeError: 'TRACE'/);
  assert.deepEqual(await of('ws://a/', {}), [Why.Scheme, 'ws:']);
  assert.deepEqual(await of('ws://a/', {}, refuse, true), [Why.Scheme, 'ws:'], 'a fetch that passes it on');
  const own = async () => Promise.reject(new Error('boom'));
  assert.deepEqual(await of('http://a/', {}, own, true), [Why.Unmade, 'Error: boom']);
  const dial = { ...plainDial('http://a/'), member: '/from', cursor: '5' };
  const bytes = { ...opening, request: { ...request, body: '{not JSON' } };
  assert.equal(
    (
      await told(
        ask(
          bytes,
          () => dial,
          async () => [],
          refuse,
        ),
      )
    )[3],
    Why.Invalid,
    'a body that takes no cursor',
  );
});

test('an https page is told that it may not read by http', async () => {
  const why = async (url: string) => (await whyOf(url, {}, new TypeError('Failed to fetch')))[0];
  assert.equal(await why('http://a/'), Why.Unknown);
  Object.assign(globalThis, { origin: 'https://b' });
  try {
    assert.equal(await why('http://a/'), Why.Insecure);
    for (const url of [
      'https://a/',
      'http://localhost:1/',
      'http://a.localhost/',
      'http://127.0.0.9/',
      'http://[::1]/',
    ]) {
      assert.equal(await why(url), Why.Unknown, url);
    }
  } finally {
    Reflect.deleteProperty(globalThis, 'origin');
  }
});

test('a body that is a stream of the page’s own is sent once, and its failure is told', async () => {
  const boom = new Error('boom');
  const send: Send = async (_, { body }) => new Response(await new Response(body).text());
  const with_ = (body: ReadableStream) => ({ ...opening, request: { ...request, body, rest: { method: 'POST' } } });
  const ofStream = (body: ReadableStream) =>
    ask(
      with_(body),
      () => plainDial('http://a/'),
      async () => [],
      send,
    );
  const broken = ofStream(new ReadableStream({ pull: (to) => to.error(boom) }));
  assert.deepEqual((await told(broken)).slice(3), [Why.Unmade, 'Error: boom']);
  assert.equal(broken.cause, boom);
  const whole = new ReadableStream({
    start(to) {
      to.enqueue(new TextEncoder().encode('x'));
      to.close();
    },
  });
  assert.equal(await ((await ofStream(whole).response) as Response).text(), 'x');
  assert.deepEqual((await told(ofStream(whole))).slice(3), [
    Why.Invalid,
    'TypeError: the body is a stream, which can be sent once',
  ]);
});

test('what a page’s own fetch passes on of the network is told from what the page threw', () => {
  const dom = (name: string) => new DOMException('x', name);
  for (const cause of [
    new TypeError('Failed to fetch'),
    new TypeError('NetworkError when attempting to fetch resource.'),
    new TypeError('Load failed'),
    new TypeError('network error'),
    new TypeError('fetch failed'),
    new TypeError('terminated'),
    dom('NetworkError'),
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  ])
    assert.ok(isOfNetwork(cause), String(cause));
  for (const cause of [
    new Error('no token'),
    new TypeError("undefined (reading 'fetch')"),
    dom('AbortError'), // by a signal of the page's
    dom('TimeoutError'),
    undefined,
    null,
    'x',
    5n,
  ])
    assert.ok(!isOfNetwork(cause), String(cause));
});

test('a body that is being read, and an error of the network, are no feeds', async () => {
  const read = new Response('x');
  await read.text();
  assert.deepEqual((await told(asking(async () => read))).slice(3), [
    Why.Unmade,
    'fetch gave a Response whose body is locked, or was read already',
  ]);
  assert.deepEqual((await told(asking(async () => Response.error()))).slice(3), [Why.Unknown, 'Response.error()']);
  for (const nothing of [
    {},
    { status: 200, body: 'x', headers: new Headers(), url: '' },
    { status: 200, body: null },
  ]) {
    assert.deepEqual((await told(asking(async () => nothing as unknown as Response))).slice(3), [
      Why.Unmade,
      'fetch gave no Response',
    ]);
  }
});

test('what passes for a response and throws when it is looked at is the page’s mistake', async () => {
  const made = Object.create(Response.prototype) as Response;
  const broken = Object.defineProperty(new Response('x'), 'status', {
    get() {
      throw new Error('boom');
    },
  });
  for (const response of [made, broken]) {
    const asked = asking(async () => response);
    const [, , , why, said] = await told(asked);
    assert.equal(why, Why.Unmade);
    assert.match(`${said}`, /^(TypeError: |Error: boom)/);
  }
});

test('what was given up while its headers were waited for is not sent', async () => {
  const asked = asking(async () => assert.fail('sent'));
  giveUp(asked, 'close');
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
    grpcStatus: undefined,
    grpcMessage: undefined,
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
  requests.clear('close');
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
  giveUp(asked, 'close');
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
