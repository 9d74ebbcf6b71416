import { ownProcess } from '../link/process.js';
import { words } from '../link/words.js';

/** Not by an import: this is in bundles for browsers too, whose bundlers would look for Node's modules. */
const builtin = ownProcess?.getBuiltinModule;

/** The bytes of a file of this machine, inflated if they are gzip; undefined where files are not to be read. */
export async function fileBytes(url: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!builtin || !url.startsWith('file:')) return undefined;
  try {
    const bytes = await builtin('node:fs/promises').readFile(new URL(url));
    return bytes[0] === 0x1f ? builtin('node:zlib').gunzipSync(bytes) : bytes;
  } catch (cause) {
    throw new Error(`${url} cannot be read (${words(cause)}).`, { cause });
  }
}

/**
 * What ends the waits of the engine (wasm/internal/bridge/timer_js.go): a MessageChannel, but where that would keep the
 * process alive for as long as it is open. There timers are not held back either.
 */
export function waitingChannel(): Pick<MessageChannel, 'port1' | 'port2'> {
  const { setImmediate: soon } = globalThis as { setImmediate?: (what: () => void) => void };
  if (!ownProcess || !soon) return new MessageChannel();
  const port1 = Object.assign(new EventTarget(), { start() {} });
  const postMessage = (data: unknown) => soon(() => port1.dispatchEvent(new MessageEvent('message', { data })));
  return { port1, port2: { postMessage } } as unknown as MessageChannel;
}
