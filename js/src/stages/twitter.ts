/** A record of Twitter's streaming API 1.1, as far as the stages look. */
interface Message {
  id_str?: string;
  timestamp_ms?: string;
  created_at?: string;
  delete?: { status?: { id_str?: string } };
}

/** Any event that holds a record. */
export type Parsed = { readonly json: unknown };

/**
 * The options of {@link reorder} and {@link withoutDeleted} for tweets. Notices have no
 * time. A record that is not JSON has nothing; it goes on, and its `json` throws.
 *
 * @example
 * const tweets = reorder(withoutDeleted(feed, twitter), { ...twitter, holdMs: 3000 });
 * for await (const { json } of tweets) show(json);
 */
export const twitter = {
  /** `timestamp_ms`, or `created_at`, which counts whole seconds; in milliseconds since 1970. */
  time: (event: Parsed): number | undefined => {
    const { timestamp_ms, created_at } = message(event);
    return timestamp_ms === undefined ? Date.parse(created_at ?? '') : Number(timestamp_ms);
  },
  /** `id_str`: numbers of this length are not exact in JavaScript. */
  key: (event: Parsed): string | undefined => message(event).id_str,
  /** The `id_str` in a delete notice. */
  deleted: (event: Parsed): string | undefined => message(event).delete?.status?.id_str,
};

function message(event: Parsed): Message {
  try {
    return (event.json as Message | null) ?? {};
  } catch {
    return {};
  }
}
