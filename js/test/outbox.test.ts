import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../src/host/outbox.js';
import type { Socket } from '../src/host/socket.js';
import type { Message } from '../src/link/contract.js';

/** A WebSocket that notes what it takes. */
function socket({ buffered = 0 } = {}) {
  const taken: Message[] = [];
  const state = { isOpen: true };
  const send = (message: Message) => state.isOpen && taken.push(message) > 0;
  return { taken, state, socket: { buffered, send } as unknown as Socket };
}

test('messages wait for a WebSocket, in order, and each goes to one alone', async () => {
  const outbox = new Outbox();
  const [one, other] = [socket(), socket()];
  const sent = [outbox.send('a'), outbox.send(new Uint8Array([98]))];
  outbox.use(one.socket);
  sent.push(outbox.send('c'));
  await Promise.all(sent);
  one.state.isOpen = false;
  const late = outbox.send('d');
  outbox.use(other.socket);
  await late;
  assert.deepEqual(one.taken, ['a', new Uint8Array([98]), 'c']);
  assert.deepEqual(other.taken, ['d']);
});

test('what waits is bounded, in the page and in the WebSocket', async () => {
  const outbox = new Outbox();
  void outbox.send('x'.repeat(1 << 22)).catch(() => {});
  await assert.rejects(outbox.send('y'), /more than 4194304 bytes wait to be sent/);
  const full = new Outbox();
  full.use(socket({ buffered: 1 << 22 }).socket);
  await assert.rejects(full.send('y'), /more than 4194304 bytes wait to be sent/);
});

test('a message that is empty counts as well', async () => {
  const outbox = new Outbox();
  const fates = Array.from({ length: 20_000 }, () =>
    outbox.send('').then(
      () => 'sent',
      () => 'refused',
    ),
  );
  const { socket: line, taken } = socket();
  outbox.use(line);
  const told = await Promise.all(fates);
  assert.equal(taken.length, (1 << 22) / 256 + 1);
  assert.equal(told.filter((fate) => fate === 'sent').length, taken.length);
  assert.equal(told.at(-1), 'refused');
});

test('what waits when no other WebSocket will come is told', async () => {
  const outbox = new Outbox();
  const waiting = outbox.send('a');
  outbox.close(new Error('the feed is closed'));
  await assert.rejects(waiting, /the feed is closed/);
  await assert.rejects(outbox.send('b'), /the feed is closed/);
});
