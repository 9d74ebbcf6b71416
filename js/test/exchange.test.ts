import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, giveUp, type Send } from '../src/host/asked.js';
import { exchange } from '../src/host/exchange.js';
import type { EngineBody } from '../src/host/framer.js';
import { Gate, Pump } from '../src/host/pump.js';
import { plainDial } from '../src/host/request.js';
import { Group } from '../src/host/share/group.js';
import type { FeedOptions, HostEnd, Opening, PageEnd, Traffic } from '../src/link/contract.js';
import { PortHostEnd } from '../src/link/port-host-end.js';
import { PortPageEnd } from '../src/link/port-page-end.js';

/** What passes by a request that is noted, a line each. */
function noted(number = 1) {
  const lines: string[] = [];
  const note = exchange(number, ({ kind, request, at, ...more }: Traffic) => {
    const bytes = 'chunks' in more ? more.chunks.map((chunk) => Buffer.from(chunk).toString('hex')).join() : '';
    const what = 'status' in more ? more.status : 'cut' in more ? more.cut : 'why' in more ? more.why : bytes;
    lines.push([kind, request, what].join(' ').trimEnd());
    assert.ok(Math.abs(at - Date.now()) < 1000);
  });
  return { lines, note };
}

const request = { headers: [], asksHeaders: false, body: undefined, rest: {} };
const opening: Opening = { options: { format: 'sse' } as FeedOptions, request, interim: false };

/** Sends a request, and notes it. */
function asking(send: Send, own = false) {
  const { lines, note } = noted();
  const seen: Traffic[] = [];
  const taking: typeof note = (what, at) => {
    note(what, at);
    seen.push(what as Traffic);
  };
  const given = async (): Promise<[string, string][]> => [['X-Room', '42']];
  const asked = ask(
    { ...opening, request: { ...request, body: 'a=1', rest: { method: 'POST' } } },
    () => plainDial('http://a/?q=1'),
    given,
    send,
    own,
    taking,
  );
  return { lines, seen, asked };
}

test('a request is noted as it is sent, and what it got', async () => {
  const { lines, seen, asked } = asking(async () => new Response('', { status: 503 }));
  await asked.response;
  await undefined;
  assert.deepEqual(lines, ['request 1', 'response 1 503']);
  const [sent] = seen;
  assert.ok(sent?.kind === 'request');
  assert.deepEqual([sent.method, sent.url, sent.body], ['POST', 'http://a/?q=1', 'a=1']);
  assert.deepEqual(new Headers(sent.headers).get('x-room'), '42');
  giveUp(asked, 'stall');
  giveUp(asked, 'close');
  assert.deepEqual(lines.slice(2), ['abort 1 stall'], 'once');
});

test('that there is no response is noted, and one that is none is not', async () => {
  const refused = asking(async () => {
    throw new TypeError('Failed to fetch');
  }, true);
  await refused.asked.response.catch(() => {});
  assert.deepEqual(refused.lines, ['request 1', 'unanswered 1 TypeError: Failed to fetch']);
  giveUp(refused.asked, 'close');
  assert.equal(refused.lines.length, 2, 'it is over already');
  const odd = asking(async () => undefined as unknown as Response, true);
  await odd.asked.response;
  await undefined;
  assert.deepEqual(odd.lines, ['request 1']);
});

test('chunks are noted as they come, ahead of what is framed of them, and how they end', async () => {
  for (const cut of ['', 'Error: lost']) {
    const { lines, note } = noted(3);
    let body!: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => void (body = controller) });
    const framer = { frame: () => ({ length: lines.push('framed') }), finish: () => ({}) } as unknown as EngineBody;
    const { end } = new Pump(stream, framer, new Gate(), () => undefined, undefined, note);
    body.enqueue(Uint8Array.of(1, 2));
    await new Promise((resolve) => setTimeout(resolve));
    body.enqueue(Uint8Array.of(3));
    await new Promise((resolve) => setTimeout(resolve));
    if (cut) body.error(new Error('lost'));
    else body.close();
    await end;
    assert.deepEqual(lines, ['chunk 3 0102', 'framed', 'chunk 3 03', 'framed', `end 3 ${cut}`.trimEnd()]);
  }
});

const ports: { close(): void }[] = []; // an open one keeps the process from ending
after(() => ports.forEach((port) => port.close()));

test('what passes comes to a page through a port, even to one that takes no records', async () => {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const seen: Traffic[] = [];
  let toPage!: PageEnd;
  new PortPageEnd(port2 as unknown as MessagePort, (end) => {
    toPage = end;
    return {} as HostEnd;
  });
  const page = { saw: (what: Traffic) => seen.push(what), received: () => new Promise(() => {}) };
  new PortHostEnd('worker', port1 as unknown as MessagePort, page as unknown as PageEnd);
  void toPage.received({ rows: new Int32Array(4), length: 4, content: 'x', ids: '' } as never);
  const chunk = Uint8Array.of(1, 2);
  toPage.saw!({ kind: 'chunk', request: 1, at: 5, chunks: [chunk] });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(seen, [{ kind: 'chunk', request: 1, at: 5, chunks: [Uint8Array.of(1, 2)] }]);
  assert.equal(chunk.length, 2, 'the engine is yet to read it');
});

test('nobody is told what passes by the connection of a shared feed', () => {
  const opened: Opening[] = [];
  const connect = (what: Opening): HostEnd => {
    opened.push(what);
    return {
      kind: 'shared',
      connect() {},
      close() {},
      pause() {},
      resume() {},
      interrupt() {},
      record() {},
      lifecycle() {},
      send: async () => {},
    };
  };
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const shared = { ...opening, records: true, options: { ...opening.options, lastEventId: '' } };
  const group = new Group('a', 'shared', shared, connect, undefined, () => {});
  const member = group.join(port1 as unknown as MessagePort, { name: '', replay: 0, visible: true, keeps: false });
  assert.deepEqual(
    opened.map(({ records }) => records),
    [false],
  );
  member.close();
});
