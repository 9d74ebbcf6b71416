/** A record, or what stands for one, as people read it. */
export interface Message {
  /** Who says it, or what kind of thing it is. */
  who: string;
  /** A second name: an account, an id. */
  handle?: string;
  what: string;
  /** When it arrived, in milliseconds since 1970. */
  at: number;
  /** When its sender says it was sent. */
  sent?: Date;
  /** `note`: about the feed and not part of it. `malformed`: bytes that were no record. `log`: what became of the line. */
  tone?: 'note' | 'malformed' | 'log';
  /** Shown as it came, in a font of fixed width. */
  raw?: boolean;
}
