import { afterEach } from 'node:test';
import type { Batch, Failure, HostEnd, Opening, PageEnd } from '../src/link/contract.js';
import type { Host } from '../src/link/host.js';
import { FeedSource } from '../src/page/feed-source.js';
import { provide } from '../src/page/hosts.js';
import type { FeedSourceInit } from '../src/page/options.js';

// What a page has and Node has not, and tests look for by its class.
globalThis.ErrorEvent ??= class extends Event {
  constructor(type: string, { error, message }: ErrorEventInit) {
    super(type);
    Object.assign(this, { error, message });
  }
} as unknown as typeof ErrorEvent;

const opened: FeedSource[] = [];

afterEach(() => {
  for (const feed of opened.splice(0)) feed.close(); // one that is open keeps the process alive
});

/** A feed, and what a host can tell it. */
export interface Opened {
  readonly feed: FeedSource;
  readonly page: PageEnd;
  /** What the host was to open. */
  readonly opening: Opening;
  /** What was asked of the host. */
  readonly asked: string[];
}

/** Opens a feed whose host is the test. */
export function open(init?: FeedSourceInit): Opened {
  const asked: string[] = [];
  let page!: PageEnd;
  let opening!: Opening;
  const note = (what: string) => () => void asked.push(what);
  const end: HostEnd = {
    kind: 'page',
    connect: note('connect'),
    close: note('close'),
    pause: note('pause'),
    resume: note('resume'),
    lifecycle: note('lifecycle'),
    interrupt: note('interrupt'),
    record: note('record'),
    send: async () => note('send')(),
  };
  const host: Host = {
    kind: 'page',
    load: async () => {},
    open: (what: Opening, opener: PageEnd) => {
      opening = what;
      page = opener;
      return end;
    },
  };
  provide({ page: host, worker: host, share: host, version: '0' });
  const feed = new FeedSource('http://feeds.example/x', init);
  opened.push(feed);
  return { feed, page, opening, asked };
}

export const response = { url: 'http://feeds.example/x', status: 200, headers: [] };

export const failure = (more: Partial<Failure>): Failure => ({
  type: 'end',
  message: 'It ended.',
  attempt: 1,
  final: false,
  ...more,
});

/** A batch of records by their texts. `type:text` has another type than message, `!` is malformed, `-` a blank record, `:` a comment, `~` a sign. */
export function batch(...records: string[]): Batch {
  const types = ['message'];
  const rows: number[] = [];
  const malformed: Batch['malformed'] = {};
  let text = '';
  records.forEach((record, i) => {
    const [, type = 'message', data] = /^(?:(\w+):)?(.*)$/.exec(record)!;
    const kind = Math.max(0, '.-!:~'.indexOf(data![0] ?? '.'));
    if (kind === 2)
      Object.assign(malformed, { [rows.length]: { reason: 'not-json', bytes: new Uint8Array(1), offset: 7 } });
    if (!types.includes(type)) types.push(type);
    rows.push((types.indexOf(type) << 8) | kind, text.length, data!.length, kind === 2 ? 1 : i + 1);
    text += data;
  });
  return {
    bytes: text.length,
    receivedAt: 5,
    duplicates: 0,
    types,
    ids: ['', ...records].map((_, i) => `${i || ''}\n`).join(''),
    rows: new Int32Array(rows),
    length: rows.length,
    content: text,
    head: 0,
    from: 0,
    malformed,
    vitals: undefined,
  };
}
