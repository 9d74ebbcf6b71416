import type { HostEnd, HostKind, Opening, PageEnd } from './contract.js';

/** Where the engine may come from. */
export type WasmSource = string | URL | Response | PromiseLike<Response> | WebAssembly.Module | BufferSource;

/** A function that is used instead of fetch. */
export type OwnFetch = (url: string, init: RequestInit) => Promise<Response>;

/** A place where engines run and feeds are opened. */
export interface Host {
  readonly kind: HostKind;
  /**
   * Loads the engine, unless it is there; a load that failed is tried anew.
   *
   * @param warmUp False: it is not run in a worker before it starts in the page.
   */
  load(source: WasmSource | undefined, warmUp?: boolean): Promise<void>;
  /** @param fetch The page's own, which only a host in the page's thread can call. */
  open(opening: Opening, page: PageEnd, fetch?: OwnFetch): HostEnd;
}

/** @throws {Error} a response for the engine is a refusal. */
export function checked(response: Response): Response {
  if (!response.ok) {
    const what = response.url || 'The response for the engine';
    throw new Error(`${what} answered ${response.status} ${response.statusText}`.trimEnd() + '.');
  }
  return response;
}
