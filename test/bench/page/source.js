// Where contenders read from.

const types = {
  sse: 'text/event-stream',
  ndjson: 'application/x-ndjson',
  'json-cr': 'application/json',
  'json-crlf': 'application/json',
  length: 'application/json',
  'json-array': 'application/json',
  json: 'application/json',
  varint: 'application/x-protobuf; delimited=true',
  u32be: 'application/octet-stream',
  'envelope-json': 'application/connect+json',
  'envelope-proto': 'application/connect+proto',
  docker: 'application/vnd.docker.multiplexed-stream',
  'aws-eventstream': 'application/vnd.amazon.eventstream',
  multipart: 'multipart/mixed; boundary=frontier',
  'cbor-seq': 'application/cbor-seq',
  msgpack: 'application/x-msgpack',
};

/** The content type of a format. */
export const contentType = (format) => types[format];

/** A source of the page's own: pull is a stream's, and is not asked any more once time is up. */
export function made(format, type, records, pull) {
  const source = { format, type, records, url: 'http://bench.invalid/', network: false, until: Infinity, late: false };
  const watched = (controller) => {
    source.late = performance.now() > source.until;
    return source.late ? controller.error(new Error('late')) : pull(controller);
  };
  source.fetch = async () => {
    const stream = new ReadableStream({ pull: watched }, { highWaterMark: 0 });
    return new Response(stream, { headers: { 'Content-Type': types[format] } });
  };
  return source;
}

/**
 * A body that is all there, handed over in chunks when asked for. Each chunk has a buffer
 * of its own, as those of fetch do; what that costs is in every row, and drain has little else.
 *
 * @param decode Makes a value of a record's bytes, for who is asked for values and has bytes.
 */
export function inPage(format, { bytes, type, records }, chunk, decode) {
  let at = 0;
  const source = made(format, type, records, (controller) => {
    if (at < bytes.length) controller.enqueue(bytes.slice(at, (at += chunk)));
    else controller.close();
  });
  return Object.assign(source, { decode });
}

/** A body that the server of this page sends. */
export function overHTTP(format, type, records, url) {
  return {
    format,
    type,
    records,
    url: new URL(url, location.href).href,
    network: true,
    fetch: (...args) => fetch(...args),
  };
}

/** A stream that brings one record and then nothing, until it is closed. */
export function silent(record) {
  const controllers = [];
  const source = { format: 'sse', type: 'message', url: 'http://bench.invalid/', network: false };
  source.fetch = async () => {
    const start = (controller) => {
      controllers.push(controller);
      controller.enqueue(new TextEncoder().encode(record));
    };
    return new Response(new ReadableStream({ start }), { headers: { 'Content-Type': types.sse } });
  };
  source.close = () => controllers.forEach((controller) => controller.close());
  return source;
}

/**
 * Runs a contender to the end of its source, and says in words why it did not get there.
 * The timer finds one that waits for ever; one that never lets timers run is found by its
 * next pull. patience is in milliseconds.
 */
export async function exhaust(way, source, take, to, patience = 5_000) {
  if (source.type !== 'message' && way.by === 'onmessage') throw new Error('onmessage hears no events of another type');
  const late = new Error(`takes longer than ${patience / 1000} s`);
  source.until = performance.now() + patience;
  let timer;
  const alarm = new Promise((_, reject) => {
    timer = setTimeout(reject, patience, late);
  });
  try {
    await Promise.race([way.run(source, take, to), alarm]);
  } catch (error) {
    throw source.late ? late : error;
  } finally {
    clearTimeout(timer);
  }
  if (source.late) throw late;
}
