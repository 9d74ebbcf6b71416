import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Batch, Failure, HostEnd, Message, Opening, PageEnd, RequestState } from '../src/link/contract.js';
import { PortHostEnd } from '../src/link/port-host-end.js';
import { PortPageEnd } from '../src/link/port-page-end.js';

/** A batch of so many bytes; the text says which it is. */
const batch = (text: string, bytes = text.length): Batch => ({
  bytes,
  receivedAt: 1,
  duplicates: 0,
  types: ['message'],
  ids: '',
  rows: new Int32Array([0, 0, text.length, 0, 9, 9, 9, 9]),
  length: 4,
  content: text,
  head: 0,
  from: 0,
  malformed: {},
  vitals: undefined,
});

const failure = (more: Partial<Failure>): Failure => ({
  type: 'end',
  message: 'It ended.',
  attempt: 1,
  final: false,
  ...more,
});

/** A page that logs what it is told. */
class Page implements PageEnd {
  readonly log: string[] = [];
  taken: Promise<unknown> | undefined;
  heard = (): void => {};
  opened = ({ status }: { status: number }) => this.#add(`opened ${status}`);
  received({ content, rows, length }: Batch) {
    this.#add(`received ${content.slice(0, 9)} ${rows.length === length}`);
    return this.taken;
  }
  failures: Failure[] = [];
  failed(failed: Failure) {
    this.failures.push(failed);
    this.#add(`failed ${failed.type}`);
  }
  notice = ({ type }: { type: string }) => this.#add(`notice ${type}`);
  quiet = (at: number) => this.#add(`quiet ${at}`);
  shared = (count: number) => this.#add(`shared ${count}`);
  keep = (cursor: string) => this.#add(`keep ${cursor}`);
  remember = (from: string) => this.#add(`remember ${from}`);
  address = async ({ attempt }: RequestState) => ({ url: `http://a/${attempt}`, cursor: '' });
  headers = async ({ attempt }: RequestState): Promise<[string, string][]> => {
    if (attempt === 2) throw Object.assign(new RangeError('no token'), { secret: () => {} });
    return [['x-attempt', `${attempt}`]];
  };
  delay = async ({ type }: Failure): Promise<number | false | null> => {
    this.#add(`delay ${type}`);
    return 5;
  };
  missing = async (from: string) => `{"from":${from}}\n`;
  say = async (to: number, { attempt }: RequestState) => [`${to} at ${attempt}`, new Uint8Array([to])];

  #add(line: string): void {
    this.log.push(line);
    this.heard();
  }

  async until(lines: number): Promise<string[]> {
    while (this.log.length < lines) await new Promise<void>((resolve) => (this.heard = resolve));
    return this.log;
  }
}

/** What is known of a feed at an attempt. */
const at = (attempt: number): RequestState => ({ attempt, lastEventId: '', count: 0, from: '', resuming: false });

/** A host that logs what it is asked. */
class Host implements HostEnd {
  readonly kind = 'worker';
  readonly log: string[] = [];
  connect = () => void this.log.push('connect');
  close = () => void this.log.push('close');
  pause = () => void this.log.push('pause');
  resume = () => void this.log.push('resume');
  interrupt = () => void this.log.push('interrupt');
  record = () => void this.log.push('record');
  lifecycle = (change: string) => void this.log.push(change);
  send = async (message: Message) => {
    if (message === 'no') throw new Error('nobody is there');
    this.log.push(`send ${message}`);
  };
}

// An open port keeps the process from ending.
const ports: { close(): void }[] = [];
after(() => ports.forEach((port) => port.close()));

/** Both ends of a link. */
function joined(page: Page) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const host = new Host();
  let toPage!: PageEnd;
  new PortPageEnd(port2 as unknown as MessagePort, (end) => {
    toPage = end;
    return host;
  });
  const toHost = new PortHostEnd('worker', port1 as unknown as MessagePort, page);
  return { host, toPage, toHost };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

test('what the host tells comes in order, rows without those that do not count', async () => {
  const page = new Page();
  const { toPage } = joined(page);
  toPage.opened({ url: 'http://a/', status: 200, headers: [] });
  toPage.received(batch('one'));
  toPage.notice({ type: 'lag', detail: { lagMs: 1 } });
  toPage.received(batch('two'));
  toPage.quiet(7);
  toPage.failed(failure({}));
  const want = ['opened 200', 'received one true', 'notice lag', 'received two true', 'quiet 7', 'failed end'];
  assert.deepEqual(await page.until(6), want);
});

test('what comes behind a batch waits until the page has taken it, but for questions that do not concern it', async () => {
  const page = new Page();
  let take!: () => void;
  page.taken = new Promise<void>((resolve) => (take = resolve));
  const { toPage } = joined(page);
  toPage.received(batch('slow'));
  const answer = toPage.delay(failure({ type: 'stall' }));
  toPage.failed(failure({}));
  assert.deepEqual(await toPage.headers(at(1)), [['x-attempt', '1']]);
  assert.equal(await toPage.missing('7'), '{"from":7}\n');
  assert.deepEqual(page.log, ['received slow true']);
  take();
  assert.equal(await answer, 5);
  assert.deepEqual(await page.until(3), ['received slow true', 'delay stall', 'failed end']);
});

test('the host is held back by bytes that the page has not taken, and by no more than that', async () => {
  const page = new Page();
  let take!: () => void;
  page.taken = new Promise<void>((resolve) => (take = resolve));
  const { toPage } = joined(page);
  let sent = 0;
  let held: Promise<unknown> | undefined;
  while (!held) {
    held = toPage.received(batch('x', 65_536));
    sent++;
  }
  assert.equal(sent, 4, 'a quarter of a mebibyte');
  let credited = false;
  void held.then(() => (credited = true));
  await soon();
  assert.equal(credited, false);
  page.taken = undefined;
  take();
  await held;
  assert.equal(page.log.length > 0, true);
});

test('a paused page gets nothing, and then all of it', async () => {
  const page = new Page();
  const { host, toPage, toHost } = joined(page);
  toHost.pause();
  toPage.received(batch('one'));
  toPage.failed(failure({}));
  await soon();
  assert.deepEqual(page.log, []);
  toHost.resume();
  assert.deepEqual(await page.until(2), ['received one true', 'failed end']);
  await soon();
  assert.deepEqual(host.log, ['pause', 'resume']);
});

test('a paused page hears what is ahead of the next records', async () => {
  const page = new Page();
  const { toPage, toHost } = joined(page);
  toHost.pause();
  toPage.opened({ url: '', status: 200, headers: [] });
  toPage.received(batch('one'));
  toPage.opened({ url: '', status: 201, headers: [] });
  await soon();
  assert.deepEqual(page.log, ['opened 200']);
  toHost.resume();
  assert.deepEqual(await page.until(3), ['opened 200', 'received one true', 'opened 201']);
});

test('a link goes on with another host, behind what waits and as the page left it', async () => {
  const page = new Page();
  let take!: () => void;
  page.taken = new Promise<void>((resolve) => (take = resolve));
  const { toPage, toHost } = joined(page);
  toPage.received({ ...batch('one'), ids: '7\n' });
  toPage.received({ ...batch('two'), ids: '8\n' });
  void toPage.headers(at(3));
  await page.until(1);
  toHost.pause();
  toHost.lifecycle('hide');
  await soon();
  assert.equal(toHost.cursor, '8');
  assert.equal(toHost.heard, true);
  toHost.cut(failure({ type: 'engine' }));
  toPage.received(batch('lost'));
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const host = new Host();
  let toPageAgain!: PageEnd;
  const open = (end: PageEnd) => {
    toPageAgain = end;
    return host;
  };
  new PortPageEnd(port2 as unknown as MessagePort, open, 0);
  toHost.moveTo(port1 as unknown as MessagePort);
  assert.equal(toHost.heard, false);
  const taken = toPageAgain.received(batch('three'));
  assert.deepEqual(await toPageAgain.headers(at(5)), [['x-attempt', '5']]);
  take();
  await soon();
  assert.deepEqual(page.log, ['received one true']);
  page.taken = undefined;
  toHost.resume();
  await taken;
  await soon();
  assert.deepEqual(page.log, ['received one true', 'received two true', 'failed engine', 'received three true']);
  assert.deepEqual(host.log, ['pause', 'hide', 'resume']);
});

test('nothing comes after close, which the host hears of', async () => {
  const page = new Page();
  const { host, toPage, toHost } = joined(page);
  toHost.connect();
  toHost.lifecycle('sleep');
  toPage.received(batch('one'));
  toHost.close();
  toHost.connect();
  await soon();
  assert.deepEqual(page.log, []);
  assert.deepEqual(host.log, ['connect', 'sleep', 'close']);
});

test('nothing comes after a final failure, and both ports are closed', async () => {
  const page = new Page();
  const { toPage } = joined(page);
  toPage.failed(failure({ final: true, type: 'complete' }));
  toPage.received(batch('late'));
  await soon();
  assert.deepEqual(page.log, ['failed complete']);
});

test('a cause that cannot be cloned is told in words', async () => {
  const page = new Page();
  const { toPage } = joined(page);
  await assert.rejects(toPage.headers(at(2)), { message: 'no token', name: 'RangeError' });
  for (const cause of [new TypeError('fetch'), Symbol('odd'), 'text', { own: () => {} }])
    toPage.failed(failure({ cause }));
  await page.until(4);
  const said = page.failures.map(({ cause }) => (cause instanceof Error ? `${cause.name} ${cause.message}` : cause));
  assert.deepEqual(said, ['TypeError fetch', 'Symbol(odd)', 'text', '[object Object]']);
});

test('an opening is plain data', () => {
  const opening: Opening = {
    interim: true,
    options: {} as Opening['options'],
    request: {
      headers: [['a', 'b']],
      asksHeaders: false,
      body: { form: 'FormData', fields: [['a', 'b']] },
      rest: { mode: 'cors' },
    },
  };
  assert.deepEqual(structuredClone(opening), opening);
});

test('without credit the next batch waits until the page has taken one, even one without bytes', async () => {
  const page = new Page();
  let take!: () => void;
  page.taken = new Promise<void>((resolve) => (take = resolve));
  const { port1, port2 } = new MessageChannel();
  let toPage!: PageEnd;
  const open = (end: PageEnd) => {
    toPage = end;
    return new Host();
  };
  new PortPageEnd(port2 as unknown as MessagePort, open, 0);
  new PortHostEnd('shared', port1 as unknown as MessagePort, page);
  let taken = false;
  const held = toPage.received(batch('end', 0))!.then(() => (taken = true));
  toPage.keep('7'); // does not wait for what this page has not taken
  assert.deepEqual(await page.until(2), ['received end true', 'keep 7']);
  assert.equal(taken, false);
  take();
  await held;
  port1.close();
  port2.close();
});

test('what a page sends is taken, or refused in words; and it says what it has to say', async () => {
  const page = new Page();
  const { host, toHost: near, toPage } = joined(page);
  await near.send('hello');
  assert.deepEqual(host.log, ['send hello']);
  await assert.rejects(near.send('no'), { message: 'nobody is there' });
  const bytes = new Uint8Array([1, 2, 3]);
  await near.send(bytes);
  assert.deepEqual(host.log, ['send hello', 'send 1,2,3']);
  assert.deepEqual(await toPage.say(4, at(2)), ['4 at 2', new Uint8Array([4])]);
  const late = near.send('late');
  near.close();
  await assert.rejects(late, { message: 'the feed is closed, or the tab or worker that had its connection is gone' });
  await assert.rejects(near.send('later'), { message: 'the feed is closed' });
});
