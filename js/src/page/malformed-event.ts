import type { RowReason } from '../link/contract.js';
import { defineInterface } from './idl.js';
import type { RecordIssue } from './schema.js';

/**
 * What is wrong with bytes that are no record.
 *
 * - `too-large`: The record is over `maxRecordBytes`.
 * - `not-json`: The record is not JSON.
 * - `truncated`: The body ended within the record.
 * - `bad-length`: What stands where a length has to be is not one.
 * - `length-too-large`: The length in front of the record is over `maxRecordBytes`.
 * - `not-array`: The body of a JSON array is none.
 * - `bad-checksum`: A checksum does not match (formats of bytes).
 * - `bad-frame`: A frame breaks the rules of its format (formats of bytes).
 * - `too-deep`: The value is nested too deeply (CBOR and MessagePack).
 * - `bad-encoding`: The compression or base64 of the record cannot be undone (formats of bytes).
 * - `schema`: The record does not fit the option `schema`. `issues` says why.
 */
export type MalformedReason = RowReason | 'schema';

/** What a {@link MalformedEvent} is as plain data. */
export interface MalformedEventData {
  /** `malformed`. */
  type: string;
  /** What is wrong. */
  reason: MalformedReason;
  /** What does not fit the option `schema`; empty for other reasons. */
  issues: readonly RecordIssue[];
  /** The bytes as text. */
  data: string;
  /** The ID in force where the bytes came; empty if there is none. */
  lastEventId: string;
  /** The origin that the feed is read from. */
  origin: string;
  /** Where in the body the bytes begin; undefined when found by an event's `json` or `schema`. */
  offset: number | undefined;
}

/** What a {@link MalformedEvent} is made with: the members of a message event, and its own. */
export interface MalformedEventInit extends MessageEventInit<string> {
  /** What is wrong. */
  reason: MalformedReason;
  /** The bytes as they came. */
  bytes: Uint8Array;
  /** Where in the body they begin. */
  offset?: number;
  /** What does not fit the option `schema`. Default: none. */
  issues?: readonly RecordIssue[];
}

/**
 * A `malformed` event: bytes that could not be read as a record. The records around
 * them still arrive. `data` is the bytes as text.
 */
export class MalformedEvent extends MessageEvent<string> {
  static {
    defineInterface(this, 'MalformedEvent');
  }

  /** What is wrong; `schema` has {@link issues}. */
  declare readonly reason: MalformedReason;
  /** What does not fit the option `schema`; empty for other reasons. */
  declare readonly issues: readonly RecordIssue[];
  /** The bytes as they came; the first KiB when the record is over `maxRecordBytes`. */
  declare readonly bytes: Uint8Array;
  /** Where in the body the bytes begin; undefined when found by an event's `json` or `schema`. */
  declare readonly offset: number | undefined;

  /** Pages make one only in their tests. */
  constructor(init: MalformedEventInit) {
    super('malformed', init);
    const { reason, bytes, offset, issues = [] } = init;
    Object.assign(this, { reason, bytes, offset, issues });
  }

  /** Plain data; `bytes` are left to those who want them, since JSON has none. */
  toJSON(): MalformedEventData {
    const { type, reason, issues, data, lastEventId, origin, offset } = this;
    return { type, reason, issues, data, lastEventId, origin, offset };
  }
}
