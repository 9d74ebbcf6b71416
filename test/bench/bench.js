const { FeedSource, init } = await import('/dist/index.js');
await init();

const encoder = new TextEncoder();

// Bodies: records of 65 bytes, as ticks and tokens are; one with text beyond ASCII.
const corpora = {
  'NDJSON': { format: 'ndjson', record: (i) => `{"n":${i},"text":"the quick brown fox jumps over the lazy!"}\n` },
  'SSE': { format: 'sse', record: (i) => `data: {"i":${i % 10},"delta":"${'token '.repeat(6)}"}\n\n` },
  'SSE, CJK and emoji': { format: 'sse', record: (i) => `data: {"i":${i % 10},"delta":"日本語のトークン 🚀 done"}\n\n` },
};

function body(record, bytes) {
  const unit = encoder.encode(Array.from({ length: 1000 }, (_, i) => record(1e7 + i)).join(''));
  const whole = new Uint8Array(Math.floor(bytes / unit.length) * unit.length);
  for (let at = 0; at < whole.length; at += unit.length) whole.set(unit, at);
  return whole;
}

// A body that is all there, handed over in chunks: what is timed is the reader.
const stream = (bytes, chunk) => {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, (at += chunk)));
    },
  }, { highWaterMark: 0 });
};

// The best plain loops I could write: one streaming decoder, and indexOf on text.
async function byHand(bytes, chunk, delimiter, take) {
  const reader = new Response(stream(bytes, chunk)).body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const text = rest + decoder.decode(value, { stream: true });
    let from = 0;
    for (let to; (to = text.indexOf(delimiter, from)) >= 0; from = to + delimiter.length) take(text.slice(from, to));
    rest = text.slice(from);
  }
}

async function byFeed(bytes, chunk, format, take) {
  const feed = new FeedSource('http://bench/', { format, reconnect: false, fetch: async () => new Response(stream(bytes, chunk)) });
  try {
    for await (const batch of feed.batches()) for (const event of batch) take(event);
  } catch (e) {
    if (e.type !== 'end') throw e;
  }
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

globalThis.measure = async (rounds, megabytes) => {
  const results = [];
  for (const [name, { format, record }] of Object.entries(corpora)) {
    const bytes = body(record, megabytes * 1e6);
    const sse = format === 'sse';
    const payload = (text) => (sse ? text.slice(6) : text);
    let count = 0, units = 0;
    const text = (data) => { count++; units += data.length; };
    const contenders = {
      'hand, to text': (chunk) => byHand(bytes, chunk, sse ? '\n\n' : '\n', (t) => text(payload(t).trim())),
      'FeedSource, to text': (chunk) => byFeed(bytes, chunk, format, (e) => text(e.data)),
      'hand, to objects': (chunk) => byHand(bytes, chunk, sse ? '\n\n' : '\n', (t) => { JSON.parse(payload(t)); text(payload(t).trim()); }),
      'FeedSource, to objects': (chunk) => byFeed(bytes, chunk, format, (e) => { e.json; text(e.data); }),
    };
    for (const chunk of [65536, 512]) {
      const speeds = Object.fromEntries(Object.keys(contenders).map((key) => [key, []]));
      let expected;
      for (let round = -1; round < rounds; round++) { // the first is to warm up
        for (const [key, contender] of Object.entries(contenders)) {
          count = units = 0;
          const start = performance.now();
          await contender(chunk);
          const took = performance.now() - start;
          const delivered = `${count} records, ${units} units`;
          if (delivered !== (expected ??= delivered)) throw new Error(`${key} delivered ${delivered}, not ${expected}`);
          if (round >= 0) speeds[key].push(bytes.length / 1000 / took);
        }
      }
      const rows = Object.entries(speeds).map(([key, list]) => ({
        Name: key, Median: median(list), Low: Math.min(...list), High: Math.max(...list),
        Ratio: median(list) / median(speeds[key.replace('FeedSource', 'hand')]),
      }));
      results.push({ Format: name, Chunk: chunk, Rows: rows });
    }
  }
  return results;
};
