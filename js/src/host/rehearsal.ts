import type { FeedOptions, Opening, PageEnd } from '../link/contract.js';
import { Connection } from './connection.js';

/** Bodies by format. The character of two bytes has widths measured as well. */
const bodies = { sse: 'retry: 1\nid: 1\nevent: e\ndata: é\n\n', ndjson: '{"é":1}\n' };

/** Has the engine of this thread read feeds, so that what a feed calls is compiled too. */
export async function rehearse(): Promise<void> {
  for (const [format, body] of Object.entries(bodies)) {
    const options = { url: 'http://feed.invalid/', format, once: true, lastEventId: '', id: [], signals: [] };
    const request = { headers: [], asksHeaders: false, body: undefined, rest: {} };
    const opening: Opening = { options: options as unknown as FeedOptions, request, interim: false };
    await new Promise<void>((resolve) => {
      const page = { opened() {}, received() {}, notice() {}, quiet() {}, failed: () => resolve() };
      new Connection('worker', opening, page as unknown as PageEnd, async () => new Response(body));
    });
  }
}
