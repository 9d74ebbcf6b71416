// What costs.js does for text, for the formats of bytes.
import { engine } from '../../../js/src/host/engine.js';
import { readBatch } from '../../../js/src/host/rows.js';
import { auxOf, lengthOf, offsetOf, ROW, typeSlot } from '../../../js/src/link/contract.js';
import { lightEvent } from '../../../js/src/page/events.js';
import { consumer } from './consumer.js';
import { framing, join } from './frames.js';
import { medians, reading, timed } from './steps.js';

const formats = ['varint', 'u32be', 'envelope-proto', 'docker', 'aws-eventstream', 'multipart', 'cbor-seq', 'msgpack'];
const texts = {
  'small records': 'the quick brown fox jumps over a lazy do',
  '4 KB': 'the quick brown fox '.repeat(200),
};

/** Nanoseconds for a record of a format, by step. The same chunk comes again and again: none is cut, and none the last. */
async function ofFormat(format, size, rounds) {
  const running = await engine();
  const { exports, methods } = running;
  const { handle, attempt } = await reading(running, format);
  const { payload, frame } = framing(format);
  const record = frame(payload(JSON.stringify({ n: 10_000_000, text: texts[size] })));
  const count = Math.floor(65536 / record.length);
  const chunk = join(...Array(count).fill(record));
  const { take } = consumer('bytes');
  const arrival = { origin: '', receivedAt: 0 };
  const commit = () => {
    const address = exports.reserve(handle, attempt, chunk.length);
    new Uint8Array(exports.mem.buffer, address, chunk.length).set(chunk);
    return exports.commit(handle, chunk.length, 0);
  };
  const batch = () => readBatch(exports, commit(), methods.reasons, ['message'], chunk.length, 0);
  const slices = () => {
    const { rows, length, from, content } = batch();
    const list = new Array(length / ROW);
    for (let at = 0; at < length; at += ROW) {
      const start = offsetOf(rows, at) - from;
      list[at / ROW] = content.slice(start, start + lengthOf(rows, at));
    }
    return list;
  };
  const events = () => {
    const { rows, length, from, content, types, ids: joined } = batch();
    const ids = joined === '' ? [''] : joined.slice(0, -1).split('\n');
    const list = new Array(length / ROW);
    for (let at = 0; at < length; at += ROW) {
      const start = offsetOf(rows, at) - from;
      const data = content.slice(start, start + lengthOf(rows, at));
      list[at / ROW] = lightEvent(types[typeSlot(rows, at)], arrival, data, ids[auxOf(rows, at)]);
    }
    return list;
  };
  const steps = {
    'in and framed': commit,
    '… and out': batch,
    '… and bytes of its own': slices,
    '… and an event, read': () => events().forEach((event) => take(event.data)),
    'for comparison, a slice of the chunk, read': () => {
      for (let at = 0; at < chunk.length; at += record.length) take(chunk.slice(at, at + record.length));
    },
  };
  const taken = await timed(steps, Array(40).fill(chunk), rounds);
  return { format, size, steps: medians(taken).map(([name, micros]) => [name, (micros * 1000) / count]) };
}

export async function ofBytes(rounds) {
  const all = [];
  for (const size of Object.keys(texts)) for (const format of formats) all.push(await ofFormat(format, size, rounds));
  return all;
}
