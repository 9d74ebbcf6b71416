import { defineInterface } from './idl.js';

/** What a sign of life is: see {@link KeepAliveEvent.kind}. */
export type KeepAliveKind = 'blank' | 'comment' | 'signal';

/** A `keepalive` event: something came that is no record. */
export class KeepAliveEvent extends MessageEvent<string> {
  static {
    defineInterface(this, 'KeepAliveEvent');
  }

  /**
   * `blank`: a record without content. `comment`: one of an event stream, whose text is `data`. `signal`: a record that
   * the option `signals` takes for a sign of life, or keeps from the page; it is `data`.
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
