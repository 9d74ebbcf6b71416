// Where contenders read from.

const types = {
  'sse': 'text/event-stream', 'ndjson': 'application/x-ndjson',
  'json-cr': 'application/json', 'json-crlf': 'application/json', 'length': 'application/json',
  'json-array': 'application/json', 'json': 'application/json',
};

/** The content type of a format. */
export const contentType = (format) => types[format];

/** How long a contender may take for one body before it is given up, in milliseconds. */
const patience = 5_000;

/**
 * A body that is all there, handed over in chunks when asked for: what is timed is the
 * reader. Each chunk has a buffer of its own, as those of fetch do.
 */
export function inPage(format, { bytes, type }, chunk) {
  const source = { format, type, url: 'http://bench.invalid/', network: false, late: false };
  source.fetch = async () => {
    const end = performance.now() + patience;
    let at = 0;
    const stream = new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        source.late = performance.now() > end;
        if (source.late) return controller.error(new Error('late'));
        controller.enqueue(bytes.slice(at, (at += chunk)));
      },
    }, { highWaterMark: 0 });
    return new Response(stream, { headers: { 'Content-Type': types[format] } });
  };
  return source;
}

/** A body that the server of this page sends. */
export function overHTTP(format, type, url) {
  return { format, type, url: new URL(url, location.href).href, network: true, fetch: (...args) => fetch(...args) };
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

/** Runs a contender to its end, and says in words why it did not get there. */
export async function exhaust(way, source, take, to) {
  try {
    if (source.type !== 'message' && way.by === 'onmessage') throw new Error('onmessage hears no events of another type');
    await way.run(source, take, to);
  } catch (error) {
    throw new Error(source.late ? `takes longer than ${patience / 1000} s` : error.message);
  }
  if (source.late) throw new Error(`takes longer than ${patience / 1000} s`);
}
