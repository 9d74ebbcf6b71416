// What pages tell each other of a feed that they share.

/** How a page takes part in a shared feed. */
export interface ShareData {
  /** What keeps apart feeds that are equal but for it. */
  readonly name: string;
  /** How many of the latest records it wants first. */
  readonly replay: number;
  /** It can be seen at present. */
  readonly visible: boolean;
  /** It has a store for the cursor: `PageEnd.keep`. */
  readonly keeps: boolean;
  /** It had the feed from a host that is gone, and how far it came if anything came. */
  readonly isBack?: boolean;
  readonly position?: Position | undefined;
}

/** How far one has come with a shared feed. */
export interface Position {
  /** The run of numbers that it counts in: another begins where nothing is known of what came before. */
  readonly run: string;
  /** The number of the record that comes next. */
  readonly next: number;
  /** The last event ID in force, with which another connection goes on. */
  readonly cursor: string;
  /** The number of the first record that such a connection brings: the one behind the record with that ID. */
  readonly resumesAt: number;
}
