import { lastID, type Address, type Batch, type PageEnd } from '../src/link/contract.js';
import { countOf } from '../src/host/share/records.js';

/** A batch of records, one for each ID, which is its text as well. `-` is a keep-alive. */
export function batchOf(ids: readonly string[], more: Partial<Batch> = {}): Batch {
  const rows: number[] = [];
  const slots: string[] = [];
  let text = '';
  for (const id of ids) {
    const isRecord = id !== '-';
    if (isRecord && slots.at(-1) !== id) slots.push(id);
    rows.push(isRecord ? 0 : 1, 100 + text.length, id.length, isRecord ? slots.length - 1 : 0);
    text += id;
  }
  return {
    bytes: text.length,
    receivedAt: 7,
    duplicates: 0,
    types: ['message'],
    ids: slots.map((id) => `${id}\n`).join(''),
    rows: new Int32Array(rows),
    length: rows.length,
    content: text,
    head: 0,
    from: 100,
    malformed: {},
    vitals: undefined,
    ...more,
  };
}

/** Such a batch at a place in a run, by the number of its first record. */
export function placed(number: number, ...ids: string[]): Batch {
  const batch = batchOf(ids);
  const next = number + countOf(batch);
  return { ...batch, position: { run: 'run', next, cursor: lastID(batch), resumesAt: next } };
}

/** The texts of a batch's rows. */
export function textsOf({ rows, length, content, from }: Batch): string[] {
  const texts: string[] = [];
  for (let at = 0; at < length; at += 4)
    texts.push(`${content.slice(rows[at + 1]! - from, rows[at + 1]! - from + rows[at + 2]!)}`);
  return texts;
}

export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** A page that notes what it is told. It takes batches at once, or one by one as it is let. */
export class Listener implements PageEnd {
  readonly log: string[] = [];
  readonly kept: string[] = [];
  sharers = 0;
  slow = false;
  answer: (() => Promise<unknown>) | undefined;
  #take: (() => void) | undefined;

  opened = () => void this.log.push('open');
  received(batch: Batch): Promise<void> | undefined {
    this.log.push(...textsOf(batch));
    return this.slow ? new Promise((resolve) => (this.#take = resolve)) : undefined;
  }
  failed = ({ type, final }: { type: string; final: boolean }) => void this.log.push(type + (final ? '!' : ''));
  notice = ({ detail }: { detail: Readonly<Record<string, unknown>> }) =>
    void this.log.push([detail.reason, detail.dropped, detail.from].filter((word) => word !== undefined).join(' '));
  quiet = () => {};
  shared = (count: number) => void (this.sharers = count);
  keep = (cursor: string) => void this.kept.push(cursor);
  remember = () => {};
  address = () => this.#asked('address') as Promise<Address>;
  headers = () => this.#asked('headers') as Promise<[string, string][]>;
  delay = () => this.#asked('delay') as Promise<number>;
  missing = () => this.#asked('missing') as Promise<string>;
  say = () => this.#asked('say') as Promise<string[]>;

  /** Takes the batch that it has. */
  async take(): Promise<void> {
    this.#take?.();
    await settled();
  }

  #asked(question: string): Promise<unknown> {
    this.log.push(`${question}?`);
    return this.answer?.() ?? new Promise(() => {});
  }
}
