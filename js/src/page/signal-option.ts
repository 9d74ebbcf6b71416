import type { Member, Words } from './option-values.js';
import type { signalWords } from './option-words.js';

/** What a record says about the connection, by the first rule that it meets. */
export interface Signal {
  /**
   * The type of event that the record is.
   * @default any
   */
  type?: string | undefined;
  /**
   * A JSON pointer to the member that is compared, or a header field.
   * @default the whole text of the record
   */
  at?: Member | undefined;
  /**
   * What that may be: one value or several. Numbers, `true` and `false` are written as they are.
   * @default anything but `null`, `false` and an empty text
   */
  is?: string | number | boolean | readonly (string | number | boolean)[] | undefined;
  /** Or the two numbers between which it lies, these included. */
  range?: readonly [number, number] | undefined;
  /** What another member must be, in the same way. */
  and?: { at: Member; is?: Signal['is'] } | undefined;
  /**
   * What the feed does.
   *
   * - `end`: Closes, because the answer is complete. If a body ends without it, the answer is `incomplete`, and is not asked
   *   for again if that would bring records twice.
   * - `last`: Goes on, for what may follow. When the server ends the body, or the body of a later connection that goes on with
   *   the answer, the answer is complete. If a body ends without it, the answer is `incomplete`, as with `end`.
   * - `refresh`: Connects at once with new headers or to a new URL, if `headers` or `url` is a function; else closes. The second
   *   time in a row it waits as after a 5xx.
   * - `rotate`: Connects at once. The second time in a row it waits as after an end.
   * - `retry`: Waits as after a 5xx.
   * - `stop`: Closes.
   * - `gap`: Forgets the cursor, which has expired, fires `gap` and begins anew: at once the first time.
   * - `warning`: Fires `warning`. If the next rule that the record meets says `last`, that counts too.
   * - `keepalive`: Takes the record for a sign of life, and not for a record.
   * - `bookmark`: Does the same, but takes its cursor.
   * - `ready`: Takes the record for the answer to `greet`, and not for a record. `subscribe` is sent.
   */
  then: (typeof signalWords)[number];
  /**
   * `false`: the record does not go to the page.
   * @default true
   */
  deliver?: boolean | undefined;
  /**
   * Makes the rule one for the close code of a WebSocket (1000 to 4999), or for all from one to another, and not for records.
   * It goes with `then` and `says` alone.
   */
  close?: number | readonly [number, number] | undefined;
  /** What a WebSocket sends back to the record: a message, several, or a function that gives them. */
  reply?: Words | undefined;
  /** What the message of a failure or warning says instead of the server's words. */
  says?: string | undefined;
}
