import type { FeedEvent } from '/feedsource/index.js';
import type { Config } from './config.js';
import { expiry, faults } from './fault.js';
import type { Message } from './message.js';
import { keepalive, type LocalFeed } from './recipe.js';

interface Tweet {
  text: string;
  timestamp_ms: string;
  user: { name: string; screen_name: string };
}

/** A record that is no tweet has one member, which says what it is. */
type Notice = Record<string, unknown>;

function isTweet(record: Tweet | Notice): record is Tweet {
  return 'user' in record;
}

/** What the notices mean to somebody who reads along. */
function explain(name: string, body: unknown): string {
  switch (name) {
    case 'delete':
      return 'A tweet was taken back by its author.';
    case 'scrub_geo':
      return 'An author wants the places removed from older tweets.';
    case 'status_withheld':
      return 'A tweet is withheld in some countries.';
    case 'warning':
      return String((body as { message?: unknown }).message ?? 'The stream falls behind.');
    default:
      return JSON.stringify(body);
  }
}

function read(event: FeedEvent): Message {
  const record = event.json as Tweet | Notice;
  if (isTweet(record)) {
    return {
      who: record.user.name,
      handle: `@${record.user.screen_name}`,
      what: record.text,
      at: event.receivedAt,
      sent: new Date(Number(record.timestamp_ms)),
    };
  }
  const name = Object.keys(record)[0] ?? 'nothing';
  return { who: name, what: explain(name, record[name]), at: event.receivedAt, tone: 'note' };
}

export function twitter({ feeds, credentials }: Config): LocalFeed {
  return {
    name: 'Twitter',
    key: 'twitter',
    wire: 'A length in bytes, then that much JSON; blank lines keep it alive.',
    sample: String.raw`1953\r\n{"created_at":…}\r\n\r\n2078\r\n{…`,
    url: `${feeds}/twitter/1.1/statuses/sample.json?delimited=length&stall_warnings=true&rate=0.5&keepalive=900`,
    init: {
      preset: 'twitter-length',
      keepalive,
      headers: () => ({ Authorization: `Bearer ${credentials.twitter}` }),
      backfill: {
        url: `${feeds}/twitter/1.1/statuses/user_timeline.json?count=200`,
        after: 'since_id',
        before: 'max_id',
        size: 200,
        overlap: 50, // tweets come up to 4 s late
      },
    },
    idOf: (event) => (event.json as { id_str?: string }).id_str, // notices have none
    faults: [...faults, expiry],
    read,
  };
}
