import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineBody } from '../src/host/framer.js';
import { Gate, Pump } from '../src/host/pump.js';

test('a chunk that has all that waited is framed portion by portion, each when the page is done with the one before', async () => {
  const bytes = Uint8Array.from({ length: (5 << 20) + 1 }, (_, i) => i * 7);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const seen: number[] = [];
  const pieces: Uint8Array[] = [];
  let busy = 0;
  const framer = {
    frame(chunks: readonly Uint8Array[], size: number) {
      seen.push(busy, size);
      pieces.push(...chunks);
      return {};
    },
    finish: () => ({}),
  } as unknown as EngineBody;
  const deliver = async () => {
    busy++;
    await new Promise((resolve) => setTimeout(resolve));
    busy--;
  };
  await new Pump(body, framer, new Gate(), deliver).end;
  deepEqual(seen, [0, 2 << 20, 0, 2 << 20, 0, (1 << 20) + 1]);
  deepEqual(Buffer.concat(pieces), Buffer.from(bytes));
});
