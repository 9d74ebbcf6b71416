import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Framer } from '../src/host/framer.js';
import { interim, isPlain } from '../src/host/interim/interim.js';
import { Gate, Pump } from '../src/host/pump.js';
import { Kind, kindOf, lastID, lengthOf, offsetOf, ROW, type Batch } from '../src/link/contract.js';
import type { FeedSourceInit } from '../src/page/options.js';
import { presetOptions } from '../src/page/with-preset.js';
import { optionsOf } from './engine-options.js';

const reader = (init: FeedSourceInit, type = 'text/event-stream', status = 200) =>
  interim(
    optionsOf(init),
    new Response(status === 204 ? null : 'x', { status, headers: { 'Content-Type': type } }),
    nobody,
  );

const nobody = { came() {}, needsEngine() {} };

const bytes = (text: string) => new TextEncoder().encode(text);

/** The texts of a batch's records. */
const records = ({ rows, length, content }: Batch): string[] => {
  const list = [];
  for (let at = 0; at < length; at += ROW) {
    if (kindOf(rows, at) === Kind.Data)
      list.push(`${content.slice(offsetOf(rows, at), offsetOf(rows, at) + lengthOf(rows, at))}`);
  }
  return list;
};

test('presets are read before the engine but where records are bytes, or have a length in front, or an answer is remembered', () => {
  const byHTTP = Object.entries(presetOptions).flatMap(([preset, { transport }]) => (transport ? [] : [preset]));
  const waiting = byHTTP.filter((preset) => !isPlain(optionsOf({ preset: preset as 'gitter' })));
  assert.deepEqual(waiting, [
    'twitter-length',
    'docker-logs',
    'openai-background',
    'bedrock',
    'workflow',
    'langgraph',
    'graphql-multipart',
  ]);
});

test('a response that the engine must judge is left to it', () => {
  assert.ok(reader({}));
  assert.equal(reader({}, 'text/event-stream', 503), undefined);
  assert.equal(reader({}, 'text/event-stream', 204), undefined);
  assert.equal(reader({}, 'text/event-stream, text/html'), undefined, 'two types');
  assert.equal(reader({}, 'application/json-seq'), undefined);
});

test('what might be a signal stops the reader ahead of it, and what has only its words does not', () => {
  const stream = reader({ preset: 'openai' })!;
  const read = (text: string) => records(stream.frame([bytes(text)], text.length, 0)).length;
  const chat = (delta: string) => `data: {"choices":[{"delta":{"content":"${delta}"}}]}\n\n`;
  assert.equal(read(chat('one')), 1);
  assert.equal(read(chat('a completed answer, or a failed one') + chat('two')), 2, 'words that are no signal');
  assert.equal(stream.isFull, false);
  assert.equal(read(`${chat('three')}data: [DONE]\n\n`), 1);
  assert.equal(stream.isFull, true);
});

test('the last record of an answer is read, unless the page is not to have it', () => {
  for (const [deliver, expected] of [
    [undefined, 2],
    [true, 2],
    [false, 1],
  ] as const) {
    const stream = reader({ signals: [{ at: '/fin', then: 'last', deliver }] })!;
    const text = 'data: {"n":1}\n\ndata: {"fin":"stop"}\n\n';
    assert.equal(records(stream.frame([bytes(text)], text.length, 0)).length, expected);
    assert.equal(stream.isFull, deliver === false);
  }
});

test('a chunk that the page uses again is kept as it was', () => {
  const stream = reader({ format: 'ndjson' })!;
  const chunk = bytes('{"a":1}\n');
  stream.frame([chunk], chunk.length, 0);
  chunk.fill(0);
  let kept = '';
  const frame = ([given]: readonly Uint8Array[]) => {
    kept = new TextDecoder().decode(given);
    return undefined;
  };
  for (const again of stream.handOver({ frame })) again();
  assert.equal(kept, '{"a":1}\n');
});

test('the cursor does not go back while the engine takes over', async () => {
  const chunks = ['retry: 20\n\n', 'id: 1\ndata: a\n\n', 'id: 2\ndata: b\n\n'].map(bytes);
  let more!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (more = controller) });
  const cursors: string[] = [];
  const pump = new Pump(body, reader({})!, new Gate(), (batch) => void cursors.push(lastID(batch)));
  for (const chunk of chunks) {
    more.enqueue(chunk);
    await new Promise((resolve) => setTimeout(resolve));
  }
  assert.deepEqual(cursors, ['', '1', '2']);
  const engine = reader({})!; // frames as the engine does
  const frame: Framer['frame'] = (given, size, now) => engine.frame(given, size, now);
  await new Promise<void>((resolve) => pump.handOver({ frame, finish: () => frame([], 0, 0) }, resolve));
  more.close();
  await pump.end;
  assert.deepEqual(cursors.slice(3), ['2', '2']);
});

test('the cursor of a record with a list is that of its last element', () => {
  const stream = reader({ format: 'ndjson', id: ['/list/-/id', '/id'] }, 'application/x-ndjson')!;
  const cursor = (text: string) => lastID(stream.frame([bytes(`${text}\n`)], text.length + 1, 0));
  assert.equal(cursor('{"id":9,"list":[{"id":1},{"id":2}]}'), '2');
  assert.equal(cursor('{"id":3,"list":[]}'), '3');
  assert.equal(cursor('{"id":9,"list":{"-":{"id":4}}}'), '4');
});
