import type { EngineFiles } from '../link/contract.js';
import { checked, type WasmSource } from '../link/host.js';

/** The places to look when `init` names none: a gzip copy first, then the plain file. */
let files: EngineFiles | undefined;

/** Says where the files of this package lie. */
export function locate(where: EngineFiles | undefined): void {
  files = where;
}

/** Compiles the engine from source, or from where the package's files lie. */
export async function compileFrom(source: WasmSource | undefined): Promise<WebAssembly.Module> {
  if (source === undefined) return fromDefaults();
  if (typeof source === 'string' || source instanceof URL) return compile(await get(`${source}`));
  const given = await source;
  if (given instanceof Response) return compile(checked(given));
  try {
    return given instanceof WebAssembly.Module ? given : await WebAssembly.compile(given);
  } catch (cause) {
    throw refusal('What init got', cause);
  }
}

/**
 * The gzip copy costs a third of the plain file on a host that does not compress,
 * and makes the MIME type irrelevant. A host that lacks it, or answers with a page of
 * its own, or a browser that cannot inflate, has the plain file, and it is the plain
 * file's failure that is told.
 */
async function fromDefaults(): Promise<WebAssembly.Module> {
  if (!files) {
    throw new Error('The engine can be anywhere; call init({ wasm: url }) first.');
  }
  const zipped = await get(files.gzip)
    .then(compile)
    .catch(() => undefined);
  return zipped ?? compile(await get(files.plain));
}

async function get(url: string): Promise<Response> {
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new Error(`${url} could not be fetched (${cause}).`, { cause });
  }
  return checked(response);
}

/** Compiles while the bytes arrive, whatever the host calls them and whether or not they are zipped. */
async function compile(response: Response): Promise<WebAssembly.Module> {
  try {
    const wasm = new Response(await unzipped(response), { headers: { 'Content-Type': 'application/wasm' } });
    return await WebAssembly.compileStreaming(wasm);
  } catch (cause) {
    const what = response.url || 'The response for the engine';
    if (response.headers.get('Content-Type')?.startsWith('text/html')) {
      throw new Error(`${what} is a web page; init({ wasm: url }) tells where the engine is.`, { cause });
    }
    throw refusal(what, cause);
  }
}

export function refusal(what: string, cause: unknown): Error {
  // "CSP" in Firefox; Chromium and Safari write it out, and name 'unsafe-eval' as the cure.
  const forbidden = /Content Security Policy|CSP/i.test(`${cause}`);
  const rule = forbidden ? " The page's script-src needs 'wasm-unsafe-eval'." : '';
  return new Error(`${what} could not be run as the engine (${cause}).${rule}`, { cause });
}

/**
 * The body, inflated if it is gzip. Its first bytes tell, since some hosts send a
 * .gz file with Content-Encoding: gzip and the browser then has inflated it already.
 */
async function unzipped(response: Response): Promise<ReadableStream<Uint8Array>> {
  const [head, body] = response.body!.tee();
  const reader = head.getReader();
  const { value } = await reader.read();
  void reader.cancel();
  const gzip = value?.[0] === 0x1f;
  return gzip
    ? body.pipeThrough(new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>)
    : body;
}
