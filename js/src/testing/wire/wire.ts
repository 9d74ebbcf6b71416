/** What a record can be made of; each format says which it takes. */
export type Encode = (value: unknown) => string | Uint8Array;

/** How a server writes one body. A wire is for one answer: some formats remember how far it has come. */
export interface Wire {
  readonly contentType: string;
  /** @throws {TypeError} it is no record of the format. */
  record(record: unknown): Uint8Array;
  /** A sign of life that is no record; undefined if the format has none. */
  keepalive?(): Uint8Array;
  /** What ends the body. */
  end(): Uint8Array;
}
