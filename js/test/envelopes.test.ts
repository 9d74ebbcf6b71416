import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { Envelopes, hasEnvelopes } from '../src/host/envelopes.js';
import { envelope } from '../src/page/envelope.js';

const limit = 1000;

/** An envelope with flags. */
const flagged = (flags: number, payload: Uint8Array): Uint8Array => {
  const whole = envelope(payload);
  whole[0] = flags;
  return whole;
};

const joined = (pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));

/** What was taken, at once or portion by portion. */
async function* portions(taken: ReturnType<Envelopes['take']>): AsyncGenerator<readonly Uint8Array[]> {
  if (Array.isArray(taken)) yield taken;
  else yield* taken as AsyncIterable<readonly Uint8Array[]>;
}

/** What comes of a body that is cut into pieces of a size; their memory is used again. */
async function read(body: Uint8Array, size: number): Promise<Uint8Array> {
  const envelopes = new Envelopes(limit);
  const out: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += size) {
    const piece = body.slice(at, at + size);
    for await (const plain of portions(envelopes.take([piece]))) out.push(...plain.map((part) => part.slice()));
    piece.fill(0xee);
  }
  return joined([...out, ...envelopes.rest()]);
}

const text = new TextEncoder().encode(JSON.stringify({ text: 'tick '.repeat(40) }));
const end = flagged(2, new TextEncoder().encode('{}'));

test('what is compressed is undone, however the body is cut', async () => {
  const body = joined([
    envelope('first'),
    flagged(1, gzipSync(text)),
    flagged(1, deflateSync(text)),
    flagged(1, new Uint8Array()),
    envelope(text),
    flagged(3, gzipSync('{}')),
  ]);
  const plain = joined([
    envelope('first'),
    envelope(text),
    envelope(text),
    flagged(1, new Uint8Array()),
    envelope(text),
    end,
  ]);
  for (let size = 1; size <= body.length; size++) assert.deepEqual(await read(body, size), plain, `pieces of ${size}`);
});

test('what has only begun goes on when nothing more comes', async () => {
  const whole = joined([envelope('a'), flagged(1, gzipSync(text))]);
  for (let length = 0; length < whole.length; length++) {
    const body = whole.subarray(0, length);
    assert.deepEqual(await read(body, 4), body, `${length} bytes`);
  }
});

test('nothing is copied, and nothing waited for, where nothing is compressed', () => {
  const envelopes = new Envelopes(limit);
  const chunks = [envelope('a'), joined([envelope('b'), envelope('c').subarray(0, 3)]), envelope('c').subarray(3)];
  const passed = envelopes.take(chunks);
  assert.ok(Array.isArray(passed));
  assert.deepEqual(joined(passed as Uint8Array[]), joined(chunks));
  assert.equal((passed as Uint8Array[])[0]!.buffer, chunks[0]!.buffer);
});

test('what cannot be undone is for the engine to tell', async () => {
  const broken = joined([flagged(1, text), envelope('next')]);
  assert.deepEqual(await read(broken, 7), broken);
  const long = joined([flagged(1, new Uint8Array(limit + 1)), envelope('next')]);
  assert.deepEqual(await read(long, 100), long, 'over the limit as it is');
  const bomb = flagged(1, gzipSync(new Uint8Array(1 << 19)));
  const head = (await read(joined([bomb, envelope('next')]), 1 << 19)).subarray(0, 5);
  const size = new DataView(head.buffer).getUint32(1);
  assert.equal(head[0], 0);
  assert.ok(size > limit && size < 1 << 19, `${size} bytes of 512 KiB`);
});

test('envelopes are those of formats and content types that have them as bytes', () => {
  assert.ok(hasEnvelopes('envelope', ''));
  assert.ok(hasEnvelopes('auto', 'application/connect+json'));
  assert.ok(hasEnvelopes('auto', 'application/grpc-web+proto'));
  assert.ok(!hasEnvelopes('auto', 'application/grpc-web-text'));
  assert.ok(!hasEnvelopes('envelope', 'application/grpc-web-text+proto'));
  assert.ok(!hasEnvelopes('auto', 'text/event-stream'));
  assert.ok(!hasEnvelopes('ndjson', 'application/connect+json'));
});

test('a message is put into an envelope', () => {
  assert.deepEqual([...envelope('日')], [0, 0, 0, 0, 3, 0xe6, 0x97, 0xa5]);
  assert.deepEqual([...envelope(new Uint8Array([9, 1, 2]).subarray(1))], [0, 0, 0, 0, 2, 1, 2]);
  assert.deepEqual([...envelope(new Uint8Array([7]).buffer)], [0, 0, 0, 0, 1, 7]);
  assert.throws(() => envelope({} as never), {
    message: 'message is an object; it can be a string, an ArrayBuffer, or a view of one.',
  });
});

test('what is undone is held portion by portion, however many there are in a chunk', async () => {
  const big = new Envelopes(1 << 20);
  const one = flagged(1, gzipSync(new Uint8Array(1 << 19)));
  let most = 0;
  let all = 0;
  for await (const some of portions(big.take([joined(Array.from({ length: 100 }, () => one))]))) {
    const size = some.reduce((sum, { length }) => sum + length, 0);
    most = Math.max(most, size);
    all += size;
  }
  assert.equal(all, 100 * ((1 << 19) + 5));
  assert.ok(most <= (1 << 19) + (1 << 16) + 10, `${most} bytes at once`);
});
