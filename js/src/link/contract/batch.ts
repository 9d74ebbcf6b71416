// What one chunk of a body brought: rows, framing.Row in the engine, and the text or the bytes of them.

import type { Bytes } from './plain.js';
import type { Position } from './share.js';

/** What one chunk brought. */
export interface Batch {
  /** How many bytes of the body it had. */
  readonly bytes: number;
  /** When it was read, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** How many records were dropped because they came before. */
  readonly duplicates: number;
  /** Event types by slot. */
  readonly types: readonly string[];
  /** Last event IDs by slot, each followed by LF; the last is in force at the end. Empty: none, in slot 0. */
  readonly ids: string;
  /** Rows, of which the first `length` Int32s count; over a direct link they hold until the next batch of any feed. */
  readonly rows: ReturnType<Int32Array['slice']>;
  readonly length: number;
  /** The text of all rows; their bytes, if a record is bytes, which hold for as long as rows do. */
  readonly content: string | Bytes;
  /** What is to be taken off the rows' offsets to have those in the content. */
  readonly from: number;
  /** What of a record of bytes is a header: {@link Head}, or so many bytes. */
  readonly head: number;
  /** Why rows are malformed, by their place in `rows`. */
  readonly malformed: Readonly<Record<number, MalformedRow>>;
  readonly vitals: Vitals | undefined;
  /** Of a shared feed: how far it has come with this batch. */
  readonly position?: Position;
}

/**
 * Why a row is malformed: it is longer than `maxRecordBytes`; it is no JSON, where that is asked for; the end of the body, or
 * the next record, cut it off; no length stands where one belongs; the length is over `maxRecordBytes`; the body is no array; a frame's checksum is not that of its bytes; it is none that
 * its format knows; a value is nested too deeply; an encoding could not be undone.
 */
export type RowReason =
  | 'too-large'
  | 'not-json'
  | 'truncated'
  | 'bad-length'
  | 'length-too-large'
  | 'not-array'
  | 'bad-checksum'
  | 'bad-frame'
  | 'too-deep'
  | 'bad-encoding';

/** A malformed row: its bytes, and where in the body they begin. */
export interface MalformedRow {
  readonly reason: RowReason;
  readonly bytes: Bytes;
  readonly offset: number;
}

/** How a feed is doing that is watched (`keepalive`) or dated (`lag`). */
export interface Vitals {
  /** As of `PageEnd.quiet`. */
  readonly quietAt: number;
  readonly lagMs: number;
  readonly offsetMs: number;
  readonly lagTrend: number;
}

/** Kinds of rows: `framing.Kind`. */
export const enum Kind {
  Data,
  KeepAlive,
  Malformed,
  Comment,
  Sign,
  Bookmark,
}

/** What of a record of bytes is a header, where that is no fixed number of bytes: `framing.Head`. */
export const enum Head {
  /** The header fields of Amazon's event stream. */
  Amazon = -1,
  /** Those of a part of a multipart body. */
  MIME = -2,
}

/** The Int32s of a row: tag (kind, whether it is bytes, and type slot above them), offset, length, aux (slot of the ID, or of the reason). */
export const ROW = 4;
export const kindOf = (rows: Int32Array, at: number): Kind => rows[at]! & 0x7f;
/** Reports whether a record is bytes, and not text. */
export const isBytes = (rows: Int32Array, at: number): boolean => (rows[at]! & 0x80) !== 0;
export const typeSlot = (rows: Int32Array, at: number): number => rows[at]! >> 8;
export const offsetOf = (rows: Int32Array, at: number): number => rows[at + 1]!;
export const lengthOf = (rows: Int32Array, at: number): number => rows[at + 2]!;
export const auxOf = (rows: Int32Array, at: number): number => rows[at + 3]!;

/** A batch that holds for as long as anybody wants it. */
export const lasting = (batch: Batch): Batch => ({
  ...batch,
  rows: batch.rows.slice(0, batch.length),
  content: batch.content.slice(),
});

/** The last event ID in force at the end of a batch. */
export const lastID = ({ ids }: Batch): string => ids.slice(ids.lastIndexOf('\n', ids.length - 2) + 1, -1);
