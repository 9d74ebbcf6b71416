import type { EngineFile } from '../link/contract.js';
import { checked, type WasmSource } from '../link/host.js';
import { cure, places } from '../link/places.js';
import { words } from '../link/words.js';
import { fileBytes } from './node.js';

let beside: EngineFile | undefined;

/** Says where the engine is when `init` does not; undefined: the script has no address. */
export function locate(file: EngineFile | undefined): void {
  beside = file;
}

/** Compiles the engine from source, or from where this package has it. */
export async function compileFrom(source: WasmSource | undefined): Promise<WebAssembly.Module> {
  if (source === undefined) return fromDefaults();
  const given = await source;
  try {
    if (typeof given === 'string' || given instanceof URL) return await compileAt(`${given}`);
    if (given instanceof Response) return await compile(checked(given));
    return given instanceof WebAssembly.Module ? given : await compileBytes('What init got', given);
  } catch (failure) {
    const { message, cause } = failure as Error;
    if (isForbidden(cause)) throw failure;
    throw new Error(`${message} init takes the URL of feedsource.wasm.gz, or the bytes of feedsource.wasm.`, { cause });
  }
}

const compileBytes = (what: string, bytes: BufferSource): Promise<WebAssembly.Module> =>
  WebAssembly.compile(bytes).catch((cause: unknown) => {
    throw refusal(what, cause);
  });

/**
 * The gzip copy costs a third of the plain file on a host that does not compress,
 * and makes the MIME type irrelevant. What is not there, is a page of the host's own,
 * or cannot be inflated by this browser, is looked for in the next place.
 */
async function fromDefaults(): Promise<WebAssembly.Module> {
  if (!beside) {
    throw new Error('This script cannot tell where the engine is; call init({ wasm: url }) before the first feed.');
  }
  const failures: Error[] = [];
  const { url, integrity } = beside;
  for (const place of places(url)) {
    try {
      return await compileAt(place, integrity);
    } catch (failure) {
      if (isForbidden((failure as Error).cause)) throw failure; // wherever it is
      failures.push(failure as Error);
    }
  }
  const cause = failures.find((failure) => failure.cause instanceof TypeError)?.cause; // of the network, which may pass
  const otherwise = 'Put feedsource.wasm.gz there, or call init({ wasm: url }) before the first feed.';
  throw new Error([...failures.map(({ message }) => message), cure(url, otherwise)].join(' '), { cause });
}

async function compileAt(url: string, integrity?: string): Promise<WebAssembly.Module> {
  const bytes = await fileBytes(url);
  return bytes ? compileBytes(url, bytes) : compile(await get(url, integrity));
}

async function get(url: string, integrity = ''): Promise<Response> {
  let response;
  try {
    response = await fetch(url, { integrity });
  } catch (cause) {
    const other = integrity && ', or is not the one of this release';
    throw new Error(`${url} could not be fetched${other} (${words(cause)}).`, { cause });
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
      throw new Error(`${what} is a web page.`, { cause });
    }
    throw refusal(what, cause);
  }
}

export function refusal(what: string, cause: unknown): Error {
  const rule = isForbidden(cause) ? " The page's script-src needs 'wasm-unsafe-eval'." : '';
  return new Error(`${what} could not be run as the engine (${cause}).${rule}`, { cause });
}

/** "CSP" in Firefox; Chromium and Safari write it out, and name 'unsafe-eval' as the cure. */
const isForbidden = (cause: unknown): boolean => /Content Security Policy|CSP/i.test(`${cause}`);

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
