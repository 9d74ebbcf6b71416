import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Group } from '../src/host/share/group.js';
import { keyOf } from '../src/host/share/groups.js';
import type { FeedOptions, HostEnd, Opening, PageEnd, RequestData, ShareData } from '../src/link/contract.js';
import { PortHostEnd } from '../src/link/port-host-end.js';
import { batchOf, Listener } from './share-batches.js';

/** Web Locks of one origin: exclusive, first come, first served. */
class Locks {
  readonly #queues = new Map<string, (() => Promise<void>)[]>();

  request(name: string, options: LockOptions | (() => unknown), then?: () => unknown): Promise<void> {
    const callback = (then ?? options) as () => unknown;
    const { signal, steal } = then ? (options as LockOptions) : {};
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, queue);
      const turn = async () => {
        await callback();
        queue.shift();
        resolve();
        void queue[0]?.();
      };
      signal?.addEventListener('abort', () => {
        if (queue.indexOf(turn) > 0) queue.splice(queue.indexOf(turn), 1);
        reject(signal.reason);
      });
      if (steal) {
        queue.splice(0, 1); // whose holder does not know of it yet
        queue.unshift(turn);
        return void turn();
      }
      queue.push(turn);
      if (queue.length === 1) void turn();
    });
  }
}

/** A connection that a group has opened. */
interface Opened {
  readonly from: string;
  readonly hub: PageEnd;
  closed: boolean;
}

let groups = 0;

/** Workers of one origin whose pages share a feed. */
function origin(more: Partial<FeedOptions> = {}, locks: unknown = new Locks()) {
  const name = `test ${++groups}`;
  const opened: Opened[] = [];
  const ends: (() => void)[] = [];
  const options = { url: 'https://feed.test/', lastEventId: '', ...more } as FeedOptions;
  const opening: Opening = { options, request: {} as RequestData, interim: true };
  const connect = ({ options: { lastEventId } }: Opening, hub: PageEnd): HostEnd => {
    const connection = { from: lastEventId, hub, closed: false };
    opened.push(connection);
    const close = () => {
      connection.closed = true;
    };
    return {
      kind: 'elected',
      connect() {},
      close,
      pause() {},
      resume() {},
      interrupt() {},
      record() {},
      lifecycle() {},
      send: async () => {},
    };
  };
  /** A worker with one page. */
  const worker = (more: Partial<ShareData> = {}) => {
    let over = false;
    const noteEnd = () => {
      over = true;
    };
    const group = new Group(name, 'elected', opening, connect, locks as LockManager | undefined, noteEnd);
    const { port1, port2 } = new MessageChannel();
    const listener = new Listener();
    const end = new PortHostEnd('elected', port1 as unknown as MessagePort, listener);
    const member = group.join(port2 as unknown as MessagePort, {
      name: '',
      visible: true,
      keeps: false,
      replay: 0,
      ...more,
    });
    ends.push(() => {
      group.ended();
      port1.close();
    });
    return { listener, end, member, port: port1, over: () => over };
  };
  const close = () => {
    for (const end of ends) end();
  };
  return { worker, opened, close, name };
}

const response = { url: '', status: 200, headers: [] };
const end = { type: 'complete', message: 'It is over.', attempt: 1, final: true };

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('one leads, another follows, and both hear the one connection', async () => {
  const { worker, opened, close } = origin({ lastEventId: '7' });
  const first = worker();
  await until(() => opened.length === 1);
  assert.equal(opened[0]!.from, '7');
  opened[0]!.hub.opened(response);
  const second = worker();
  await until(() => second.listener.log.length === 1);
  await opened[0]!.hub.received(batchOf(['8', '9']));
  await until(() => second.listener.log.length === 3);
  assert.deepEqual(second.listener.log, ['open', '8', '9']);
  assert.deepEqual(first.listener.log, ['open', '8', '9']);
  assert.equal(opened.length, 1);
  close();
});

test('a follower goes on where the leader stopped, which comes back as a follower', async () => {
  const { worker, opened, close } = origin();
  const first = worker();
  await until(() => opened.length === 1);
  opened[0]!.hub.opened(response);
  const second = worker();
  const third = worker();
  await until(() => second.listener.log.length + third.listener.log.length === 2);
  await opened[0]!.hub.received(batchOf(['1', '2']));
  await until(() => second.listener.log.length + third.listener.log.length === 6);
  first.end.lifecycle('sleep');
  await until(() => opened.length === 2);
  assert.equal(opened[0]!.closed, true);
  assert.equal(opened[1]!.from, '2');
  opened[1]!.hub.opened(response);
  await opened[1]!.hub.received(batchOf(['3']));
  await until(() => third.listener.log.at(-1) === '3');
  assert.deepEqual(second.listener.log, ['open', '1', '2', 'network', 'open', '3']);
  assert.deepEqual(third.listener.log, ['open', '1', '2', 'network', 'open', '3']);
  first.end.lifecycle('wake');
  await until(() => first.listener.log.at(-1) === '3'); // which it missed
  await opened[1]!.hub.received(batchOf(['4']));
  await until(() => first.listener.log.at(-1) === '4');
  assert.deepEqual(first.listener.log.slice(2), ['2', 'network', 'open', '3', '4']);
  assert.equal(opened.length, 2);
  close();
});

test('pages whose worker is gone go on in others by one connection, which begins where the last of them stopped', async () => {
  const { worker, opened, close } = origin();
  const at = (next: number) => ({ run: 'run', next, cursor: `${next - 1}`, resumesAt: next });
  const unheard = worker({ isBack: true }); // nothing had come to it
  const ahead = worker({ isBack: true, position: at(5) });
  const last = worker({ isBack: true, position: at(3) });
  await until(() => opened.length === 1);
  assert.equal(opened[0]!.from, '2');
  await opened[0]!.hub.received(batchOf(['3', '4', '5', '6']));
  await until(() => ahead.listener.log.length === 2 && last.listener.log.length === 4);
  assert.deepEqual(ahead.listener.log, ['5', '6']);
  assert.deepEqual(last.listener.log, ['3', '4', '5', '6']);
  assert.equal(unheard.listener.log.at(-1), '6');
  assert.equal(opened.length, 1);
  close();
});

test('the connection goes with the last page that closes, and stays for a while when it vanishes', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { worker, opened } = origin({}, null);
  const closing = worker();
  const vanishing = worker();
  assert.equal(opened.length, 2);
  closing.end.close();
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([closing.over(), opened[0]!.closed], [true, true]);
  vanishing.member.vanish();
  t.mock.timers.tick(4999);
  assert.equal(opened[1]!.closed, false);
  t.mock.timers.tick(1);
  assert.equal(opened[1]!.closed, true);
  vanishing.port.close();
});

test('a leader of which nothing is heard loses its lock', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const locks = new Locks();
  const { worker, opened, close, name } = origin({}, locks);
  void locks.request(name, () => new Promise(() => {})); // of a worker that is frozen from now on
  const channel = new BroadcastChannel(name);
  const joined = new Promise<void>((resolve) => {
    channel.onmessage = ({ data }) => {
      if ('seeks' in data) channel.postMessage({ leads: 'frozen' });
      if ('joins' in data) resolve();
    };
  });
  worker();
  await joined;
  t.mock.timers.tick(6000);
  channel.postMessage({ leads: 'frozen' }); // a sign of life
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.mock.timers.tick(6000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(opened.length, 0);
  t.mock.timers.tick(3000);
  await until(() => opened.length === 1);
  channel.close();
  close();
});

test('a request that must not be sent again ends with its leader', async () => {
  const { worker, opened, close } = origin({ method: 'POST' });
  const first = worker();
  await until(() => opened.length === 1);
  opened[0]!.hub.opened(response);
  const second = worker();
  await until(() => second.listener.log.length === 1);
  first.end.lifecycle('sleep');
  await until(() => second.over());
  await until(() => second.listener.log.length === 2);
  assert.deepEqual(second.listener.log, ['open', 'network!']);
  assert.equal(opened.length, 1);
  close();
});

test('the end is told to followers, and none of them takes over', async () => {
  const { worker, opened, close } = origin();
  const first = worker();
  await until(() => opened.length === 1);
  const second = worker();
  opened[0]!.hub.opened(response);
  await until(() => second.listener.log.length === 1);
  void opened[0]!.hub.received(batchOf(['1']));
  opened[0]!.hub.failed(end);
  await until(() => second.over() && second.listener.log.length === 3);
  await new Promise((resolve) => setTimeout(resolve, 200)); // longer than a roll takes
  for (const { listener } of [first, second]) assert.deepEqual(listener.log, ['open', '1', 'complete!']);
  assert.equal(opened.length, 1);
  close();
});

test('a worker without locks leads alone, and so does one that is refused them', async () => {
  const alone = origin({}, null);
  alone.worker();
  await until(() => alone.opened.length === 1);
  alone.close();
  const refusing = { request: () => Promise.reject(new DOMException('Not here.', 'SecurityError')) };
  const refused = origin({}, refusing);
  const { listener } = refused.worker();
  await until(() => refused.opened.length === 1);
  await until(() => listener.log.length === 1);
  assert.deepEqual(listener.log, ['share']);
  refused.close();
});

test('feeds are one if they are equal in all but where they begin', () => {
  const key = (options: object, request: object, name = '') =>
    keyOf({
      options: { url: 'https://feed.test/', lastEventId: '', ...options } as FeedOptions,
      request: { headers: [], rest: {}, ...request } as unknown as RequestData,
      interim: true,
      share: { name, replay: 0, visible: true, keeps: false },
    });
  assert.equal(
    key({ lastEventId: '5' }, { rest: { mode: 'cors', cache: 'no-store' } }),
    key({}, { rest: { cache: 'no-store', mode: 'cors' } }),
  );
  const different = [
    key({}, {}),
    key({}, {}, 'other'),
    key({ format: 'lines' }, {}),
    key({}, { headers: [['Authorization', 'Bearer x']] }),
    key({}, { body: 'x' }),
    key({}, { body: new Uint8Array([1]).buffer }),
    key({}, { body: new Uint8Array([2]) }),
    key({}, { body: { form: 'URLSearchParams', fields: [['a', 'b']] } }),
  ];
  assert.equal(new Set(different).size, different.length);
  assert.equal(key({}, { body: new Uint8Array([0, 1]).subarray(1) }), key({}, { body: new Uint8Array([1]) }));
});
