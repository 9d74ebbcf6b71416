// Bodies to read, made from a seed: the same bytes in every run.
import { chance } from './chance.js';
import { bytesFormats, framing, join } from './frames.js';

const latin = 'the quick brown fox jumps over a lazy dog while seven wizards brew jolly good ink'.split(' ');
const wide = [...latin, '日本語の', 'トークン', '流れる', '數據', 'été', 'größer', '🚀', '👩‍💻', 'привет'];

function words(pick, from, length) {
  let text = '';
  while (text.length < length) text += `${from[pick(from.length)]} `;
  return text.slice(0, length).toWellFormed(); // a cut may part a surrogate pair
}

/** A record as large as so many parts of 4 KiB. */
const parts = (count) => (n, pick) => {
  const part = words(pick, latin, 4096);
  return { n, text: words(pick, latin, 40), parts: Array.from({ length: count }, () => part.slice(0, 4085)) };
};

/** Every record has a number and a text, which is what consumers look at. */
const records = {
  ticks: (n, pick) => ({ n, text: words(pick, latin, 40) }),
  cjk: (n, pick) => ({ n, text: words(pick, wide.slice(latin.length), 16) }),
  tweets: (n, pick) => ({
    n,
    created_at: 'Tue Mar 21 20:50:14 +0000 2006',
    id_str: `10000${n}`,
    text: words(pick, wide, 140),
    user: {
      id: n * 7,
      screen_name: words(pick, latin, 12),
      description: words(pick, wide, 150),
      followers_count: pick(1e6),
    },
    entities: {
      hashtags: Array.from({ length: 6 }, () => ({ text: words(pick, wide, 10), indices: [pick(99), pick(140)] })),
      urls: [],
    },
    retweeted_status: {
      id_str: `10000${n - 9}`,
      text: words(pick, wide, 140),
      source: '<a href="https://example.com">web</a>',
    },
    extended: words(pick, wide, 460),
  }),
  tokens: (n, pick) => ({ type: 'content_block_delta', n, text: words(pick, latin, 3 + pick(6)) }),
  ids: (n, pick) => ({ n, text: words(pick, latin, 40) }),
  pages: (n, pick) => ({ n, text: words(pick, latin, 4000) }),
  middling: parts(16),
  large: parts(1024),
};

export const described = {
  ticks: 'records of 65 bytes with their LF: {"n":10000000,"text":"…40 ASCII characters…"}',
  cjk: 'records of some 60 bytes: the same with 16 characters of CJK, kana, Cyrillic and emoji',
  tweets: 'records of some 2 KB, nested as tweets are, with text beyond ASCII',
  tokens: 'tokens of a language model; as an event stream, with an event field each',
  ids: 'the same records as ticks; as an event stream, with an id and an event field each, as Ably sends them',
  pages: 'records of 4 KB: the same with 4000 ASCII characters',
  pictures: 'records of 64 KiB of bytes by chance, as a camera sends pictures',
  middling: 'records of 64 KiB: arrays of 16 ASCII strings',
  large: 'records of 4 MiB: arrays of 1024 of them',
};

const encoder = new TextEncoder();

/** How a format frames one record, given its JSON, the event type, and what comes ahead of an event. */
const frames = {
  sse: (json, type, ahead) => `${ahead}${type === 'message' ? '' : `event: ${type}\n`}data: ${json}\n\n`,
  ndjson: (json) => `${json}\n`,
  'json-cr': (json) => `${json}\r`,
  'json-crlf': (json) => `${json}\r\n`,
  length: (json) => `${encoder.encode(json).length + 2}\r\n${json}\r\n`,
  'json-array': (json) => `${json},\n`,
  json: (json) => json,
};

const megabyte = 1_000_000;

/** The texts of about so many bytes, or one record if that is larger. */
function texts(corpus, bytes, seed) {
  const pick = chance(seed);
  const list = [];
  for (let size = 0, n = 10_000_000; size < bytes; n++) {
    list.push(JSON.stringify(records[corpus](n, pick)));
    size += encoder.encode(list.at(-1)).length;
  }
  return list;
}

/** Pictures of about so many bytes. */
function pictures(bytes, seed) {
  const pick = chance(seed);
  return Array.from({ length: Math.ceil(bytes / 65536) }, () => new Uint8Array(65536).map(() => pick(256)));
}

/** One repetition of a body of bytes, and what stands behind the last. */
function unitOfBytes(format, corpus, bytes, seed) {
  const { payload, frame, end } = framing(format, corpus);
  const list = corpus === 'pictures' ? pictures(bytes, seed) : texts(corpus, bytes, seed);
  const payloads = list.map(payload);
  return { unit: join(...payloads.map(frame)), end, texts: list, payloads, type: 'message' };
}

/** The same of text. */
function unitOfText(format, corpus, bytes, seed) {
  const list = texts(corpus, bytes, seed);
  const type = corpus === 'tokens' && format === 'sse' ? 'content_block_delta' : 'message';
  const ahead = (i) => (corpus === 'ids' ? `id: cbfKayrzgAXDWM:${1_573_570_000 + i}\nevent: message\n` : '');
  const unit = encoder.encode(list.map((json, i) => frames[format](json, type, ahead(i))).join(''));
  return { unit, texts: list, type };
}

/**
 * A body of a format: up to a megabyte of different records, as often as it takes.
 *
 * @returns {{ bytes: Uint8Array, texts: string[], payloads?: Uint8Array[], times: number, records: number, type: string }}
 *   `texts` are the records of one of the `times` repetitions, `payloads` the same as bytes in formats of bytes, and
 *   `records` how many all have.
 */
export function body(format, corpus, bytes, seed) {
  const unitOf = bytesFormats.includes(format) ? unitOfBytes : unitOfText;
  const { unit, end = new Uint8Array(), ...made } = unitOf(format, corpus, Math.min(bytes, megabyte), seed);
  const times = Math.max(1, Math.floor(bytes / unit.length));
  const array = format === 'json-array';
  const ahead = array ? 1 : 0;
  const whole = new Uint8Array(ahead + unit.length * times + end.length);
  if (array) whole[0] = 0x5b; // [
  for (let i = 0; i < times; i++) whole.set(unit, ahead + unit.length * i);
  if (array) whole[whole.length - 2] = 0x5d; // the last comma becomes ]
  whole.set(end, whole.length - end.length);
  return { ...made, bytes: whole, times, records: made.texts.length * times };
}
