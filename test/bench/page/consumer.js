// What every contender delivers to. The sums depend on the order of the records.

/** Looks at a record as a page would: cheaply, so that what is timed is the way to it. */
export function consumer(to) {
  const tally = { count: 0, sum: 0 };
  const add = (value) => {
    tally.count++;
    tally.sum = (Math.imul(tally.sum, 31) + value) | 0;
  };
  const ofText = (text) => add(text.length + text.charCodeAt(text.length >> 1) + text.charCodeAt(text.length - 1));
  const ofBytes = (bytes) => add(bytes.length + bytes[bytes.length >> 1] + bytes[bytes.length - 1]);
  const ofObject = (object) => add(object.n + object.text.length);
  return { tally, take: { text: ofText, bytes: ofBytes, objects: ofObject }[to] };
}

const encoder = new TextEncoder();

/** What messages of Protocol Buffers say of themselves is not what was sent. */
const sent = (name, value) => (name === '$typeName' ? undefined : value);

/** Looks at every byte. */
export function inspector(to) {
  const tally = { count: 0, sum: 0 };
  const take = (record) => {
    const bytes = to === 'bytes' ? record : encoder.encode(to === 'text' ? record : JSON.stringify(record, sent));
    tally.count++;
    for (const byte of bytes) tally.sum = (Math.imul(tally.sum, 31) + byte) | 0;
  };
  return { tally, take };
}

/** What a tally must be after a body. */
export function expected(make, to, { texts, payloads, times }) {
  const { tally, take } = make(to);
  const records = { text: () => texts, bytes: () => payloads, objects: () => texts.map((text) => JSON.parse(text)) }[
    to
  ]();
  for (let i = 0; i < times; i++) for (const record of records) take(record);
  return tally;
}

/** Throws unless a contender delivered what it should have. */
export function compare(found, wanted) {
  if (found.count !== wanted.count) throw new Error(`delivered ${found.count} records of ${wanted.count}`);
  if (found.sum !== wanted.sum) throw new Error('delivered other records than were sent: the checksum differs');
}
