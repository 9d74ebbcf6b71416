import type { HostEnd, Opening, PageEnd } from '../link/contract.js';
import type { Host, OwnFetch, WasmSource } from '../link/host.js';
import { Connection } from './connection.js';
import { engine } from './engine.js';
import { warmUpBy } from './warm-up.js';

/** The page's own thread as a host. Its link is a direct call. */
export const pageHost: Host = {
  kind: 'page',
  async load(source: WasmSource | undefined, warmUp?: boolean): Promise<void> {
    if (warmUp === false) warmUpBy(undefined);
    await engine(source);
  },
  open: (opening: Opening, page: PageEnd, fetch?: OwnFetch): HostEnd => new Connection('page', opening, page, fetch),
};
