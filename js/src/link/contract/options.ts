// The options of a feed as the engine reads them: its twin is wasm/internal/bridge/read_options.go.

/** A JSON pointer into a record, or the name of a field of its header, which cannot be one. */
export type Member = string;

/**
 * The options of a feed, checked, with its preset's merged in. What is undefined was not given, and the engine knows the
 * default; `format` is always given.
 */
export interface FeedOptions {
  /** Empty: the page's own function is asked for it before every request: `PageEnd.address`. */
  readonly url: string;
  /** That of the page, which decides whether CORS has a say; empty where there is no CORS. */
  readonly origin: string;
  /** The EventSource standard: every status but 200 and every type but text/event-stream ends the feed. */
  readonly strict: boolean;
  readonly format: string;
  readonly webSocket: boolean;
  /** The page has something to ask a server with that is silent: `PageEnd.say`. */
  readonly pings: boolean;
  /** Of the format `fixed`: how many bytes the length and the header have, and where in that it stands. */
  readonly layout:
    | readonly [bytes: number, offset: number, header: number, isLittle: 0 | 1, countsFrame: 0 | 1]
    | undefined;
  /** The payloads of records of bytes are JSON texts. */
  readonly json: boolean;
  /** In capitals; GET if not given. */
  readonly method: string | undefined;
  readonly lastEventId: string;
  /** What was remembered of the first answer (`resume.from`) by an earlier feed that this one goes on from. */
  readonly from: string;
  readonly maxRecordBytes: number | undefined;
  /** The headers come from a function, which is asked once more after a 401. */
  readonly freshHeaders: boolean;
  /** The page decides about every failure: `PageEnd.delay`. */
  readonly asksDelay: boolean;
  /** Not asked again after a failure or an end. */
  readonly once: boolean;
  readonly reconnect:
    | {
        readonly maxAttempts?: number | undefined;
        readonly maxElapsedMs?: number | undefined;
        readonly anyMethod?: boolean | undefined;
      }
    | undefined;
  /** {@link Member}s that are the cursor of a record; empty if there is none. */
  readonly id: readonly Member[];
  readonly resume:
    | {
        readonly off?: boolean | undefined;
        readonly header?: string | undefined;
        readonly query?: string | undefined;
        /** A JSON pointer. */
        readonly body?: string | undefined;
        /** In no header, not even the standard's. */
        readonly bare?: boolean | undefined;
        /** The page's own headers or URL carry the cursor. */
        readonly page?: boolean | undefined;
        /** The parameter `query` of the URL holds a cursor, which may expire. */
        readonly own?: boolean | undefined;
        /** Where to go on, if elsewhere: a template with {from}, {id} and {count}. */
        readonly url?: string | undefined;
        /** The page has a function for that: `PageEnd.address`. */
        readonly asksURL?: boolean | undefined;
        /** Of the request that goes on, in capitals; GET elsewhere if not given. */
        readonly method?: string | undefined;
        /** What to remember of the first answer: a header, or a JSON pointer into a record. */
        readonly fromHeader?: string | undefined;
        readonly fromRecord?: Member | undefined;
        /** The number of records so far is the cursor. */
        readonly counts?: boolean | undefined;
        /** The server begins anew; what came is skipped. */
        readonly skips?: boolean | undefined;
        /** What the server takes for a cursor: a template with {id}, or {id+1} for the next whole number. */
        readonly as?: string | undefined;
        /** The page has a function that makes of a cursor what the server takes: `PageEnd.address`. */
        readonly asksAs?: boolean | undefined;
      }
    | undefined;
  readonly keepalive: { readonly timeoutMs?: number | undefined; readonly connectMs?: number | undefined } | undefined;
  readonly dedupe:
    | {
        readonly key: readonly Member[];
        /** By the id of an event instead. */
        readonly byId: boolean;
        readonly window?: number | undefined;
      }
    | undefined;
  readonly gap:
    | {
        readonly windowMs?: number | undefined;
        readonly header?: string | undefined;
        readonly stop?: boolean | undefined;
      }
    | undefined;
  readonly decode: { readonly data: string; readonly encoding: string } | undefined;
  /** A JSON pointer to the member that holds a record in base64. */
  readonly base64: string | undefined;
  readonly lag: { readonly time: Member; readonly warnMs?: number | undefined } | undefined;
  readonly signals: readonly SignalData[];
  /** Without a url the page's own function is asked: `PageEnd.missing`. */
  readonly backfill:
    | {
        readonly url?: string | undefined;
        readonly after?: string | undefined;
        readonly before?: string | undefined;
        readonly size?: number | undefined;
        readonly overlap?: number | undefined;
      }
    | undefined;
}

/** A rule of the option `signals`. */
export interface SignalData {
  readonly type: string | undefined;
  readonly at: Member | undefined;
  /** Any of these texts; anything if there are none. Numbers and truth values as JSON has them. */
  readonly is: readonly string[];
  /** Or a number from the one to the other. */
  readonly range: readonly [low: number, high: number] | undefined;
  /** Or it is no record, but a close code of a WebSocket from the one to the other. */
  readonly close: readonly [low: number, high: number] | undefined;
  /** The page replies to it: `PageEnd.say`. */
  readonly replies: boolean;
  /** What must hold as well. */
  readonly and: { readonly at: Member; readonly is: readonly string[] } | undefined;
  readonly then: string;
  /** The record does not go to the page. */
  readonly quiet: boolean;
  /** What a message says instead of the server's words. */
  readonly says: string | undefined;
}
