/** An event that is told of a feed that goes on: `gap`, `stall`, `lag` or `warning`. */
export interface NoticeEvent<D> extends CustomEvent<D> {
  /** Plain data. */
  toJSON(): { type: string; detail: D };
}

export const noticeEvent = <D>(type: string, detail: D): NoticeEvent<D> =>
  Object.assign(new CustomEvent(type, { detail }), { toJSON: () => ({ type, detail }) });

/** What a `gap` event carries as its `detail`. */
export interface GapDetail {
  /**
   * Why records are missing: `window`, the break was longer than the server keeps
   * (`gap.windowMs`); `expired`, the server does not know the cursor any more (410, or a
   * signal); `unknown-id`, it went on elsewhere than asked (`gap.header`); `no-resume`,
   * this feed cannot go back; `backfill`, what was missing could not be read; `diverged`, an
   * answer that began anew (`resume.replay`) is another one; `overflow`, this page was too slow
   * for a feed that it shares (option `share`).
   */
  reason: 'window' | 'expired' | 'unknown-id' | 'no-resume' | 'backfill' | 'diverged' | 'overflow';
  /** The last event ID before what is missing. */
  from: string;
  /** When bytes last came before it, in milliseconds since 1970; 0 if never. */
  since: number;
  /** What happened, in a sentence. */
  message: string;
  /** For `overflow`: how many records were dropped. */
  dropped?: number;
}

/** What a `stall` event carries as its `detail`. */
export interface StallDetail {
  /** How long nothing came, in milliseconds. */
  silentMs: number;
  /** How long that may be, in milliseconds. */
  limitMs: number;
  /** What happened, in a sentence. */
  message: string;
}

/** What a `lag` event carries as its `detail`; {@link FeedStats} has the same numbers. */
export interface LagDetail {
  /** How far behind the feed is, in milliseconds, whatever the clocks say. */
  lagMs: number;
  /** The difference of the clocks and the lag together, in milliseconds. */
  offsetMs: number;
  /** How fast the lag grows, in milliseconds per second. */
  lagTrend: number;
  /** What happened, in a sentence. */
  message: string;
}

/** What a `warning` event carries as its `detail`. */
export interface WarningDetail {
  /**
   * `server`: the server said so in the stream (a signal). `cors`: the cursor's header was refused; the cursor
   * goes by `resume.query` instead, or not at all. `resume`: the first answer lacks the header that `resume.from` names.
   * `persist`: the store held something else than a cursor, or failed. `worker`: the feed runs in the page, because no worker
   * could be started. `share`: the feed is not shared, because no lock is to be had. `unread`: nobody has taken records for
   * 30 s, and nothing is read. `format`: the format that was named cannot be right. `buffered` (with `keepalive`): heads of
   * responses come, and nothing else.
   */
  reason: 'server' | 'cors' | 'persist' | 'worker' | 'share' | 'unread' | 'format' | 'resume' | 'buffered';
  /** What is wrong, in a sentence. */
  message: string;
  /** For `server`: the member that the rule compared. */
  code?: string;
  /** For `server`: the record. */
  data?: string;
}
