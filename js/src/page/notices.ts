/** An event that is told of a feed that goes on: `gap`, `stall`, `lag` or `warning`. */
export interface NoticeEvent<D> extends CustomEvent<D> {
  /** Plain data. */
  toJSON(): { type: string; detail: D };
}

export const noticeEvent = <D>(type: string, detail: D): NoticeEvent<D> =>
  Object.assign(new CustomEvent(type, { detail }), { toJSON: () => ({ type, detail }) });

/** The `detail` of `gap`. */
export interface GapDetail {
  /**
   * Why records are missing.
   *
   * - `window`: The break was longer than the server keeps records (`gap.windowMs`).
   * - `expired`: The server does not know the cursor any more (410, or a signal).
   * - `unknown-id`: The server went on elsewhere than asked (`gap.header`).
   * - `no-resume`: The feed cannot go back.
   * - `backfill`: What was missing could not be read.
   * - `diverged`: An answer that began anew (`resume.replay`) is another one.
   * - `overflow`: This page was too slow for a feed that it shares (option `share`).
   */
  reason: 'window' | 'expired' | 'unknown-id' | 'no-resume' | 'backfill' | 'diverged' | 'overflow';
  /** The last event id before what is missing. */
  from: string;
  /** When bytes last came before it, in milliseconds since 1970; 0 if never. */
  since: number;
  /** What happened, in a sentence. */
  message: string;
  /** For `overflow`: how many records were dropped. */
  dropped?: number;
}

/** The `detail` of `stall`. */
export interface StallDetail {
  /** How long nothing came, in milliseconds. */
  silentMs: number;
  /** How long nothing may come, in milliseconds. */
  limitMs: number;
  /** What happened, in a sentence. */
  message: string;
}

/** The `detail` of `lag`. {@link FeedStats} has the same numbers. */
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

/** The `detail` of `warning`. */
export interface WarningDetail {
  /**
   * What is wrong.
   *
   * - `server`: The server said so in the stream (a signal), with `code` and `data`.
   * - `cors`: CORS refused the header of the cursor. The cursor goes by `resume.query` instead, or not at all.
   * - `resume`: The first answer lacks the header that `resume.from` names, or an address made from it is not taken.
   * - `persist`: The store held something else than a cursor, or could not be read or written.
   * - `worker`: The feed runs in the page, because no worker could be started.
   * - `share`: The feed is not shared, because no lock is to be had.
   * - `unread`: Nobody has taken records for 30 s, and nothing is read.
   * - `format`: The format that was named cannot be right. The message says what the body looks like.
   * - `buffered`: The heads of responses come, and nothing else, as behind a proxy that holds responses back (with `keepalive`). It
   *   is told after three connections in a row, or after one that lasted a minute, if no limit has been learned yet.
   */
  reason: 'server' | 'cors' | 'persist' | 'worker' | 'share' | 'unread' | 'format' | 'resume' | 'buffered';
  /** What happened, in a sentence. */
  message: string;
  /** For `server`: the member that the rule compared. */
  code?: string;
  /** For `server`: the record. */
  data?: string;
}
