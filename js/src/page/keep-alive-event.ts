import { defineInterface } from './idl.js';

/** What a sign of life is: see {@link KeepAliveEvent.kind}. */
export type KeepAliveKind = 'blank' | 'comment' | 'signal';

/** A `keepalive` event: something came that is no record. */
export class KeepAliveEvent extends MessageEvent<string> {
  static {
    defineInterface(this, 'KeepAliveEvent');
  }

  /**
   * What came.
   *
   * - `blank`: A record without content.
   * - `comment`: A comment of an event stream, also within an event. `data` is its text; of an event of more than 1 KiB, the first
   *   eight are told.
   * - `signal`: A record that the option `signals` takes for a sign of life, or keeps from the page. `data` is the record.
   */
  declare readonly kind: KeepAliveKind;

  /** @internal */
  constructor(init: MessageEventInit<string> & { kind: KeepAliveKind }) {
    super('keepalive', init);
    Object.assign(this, { kind: init.kind });
  }

  /** Plain data. */
  toJSON(): { type: string; kind: KeepAliveKind; data: string; lastEventId: string; origin: string } {
    const { type, kind, data, lastEventId, origin } = this;
    return { type, kind, data, lastEventId, origin };
  }
}
