import { means } from './means.js';

// A test is told what came so far where a page has seen no more for so long: its assertions say what is missing.
const patience = 20000;

const readers = [];

class Reader {
  seen = {
    Records: [],
    Errors: [],
    Gaps: [],
    Warnings: [],
    Malformed: [],
    Comments: [],
    Opens: 0,
    Keepalives: 0,
    Over: false,
  };
  #waiting = [];

  constructor(url, { hear, ...init }) {
    this.parses = init.parse !== undefined;
    const f = new FS.FeedSource(url, init);
    this.feed = f;
    if (hear) f.addEventListener('*', hear);
    f.addEventListener('error', (e) => {
      if (!(e instanceof ErrorEvent)) return;
      const { type, status = 0, code = '', body = '', message, final } = e.error;
      this.#saw('Errors', { Type: type, Status: status, Code: `${code}`, Body: body, Message: message, Final: final });
    });
    f.addEventListener('gap', (e) => this.#saw('Gaps', e.detail.reason));
    f.addEventListener('warning', (e) => this.#saw('Warnings', e.detail.message));
    f.addEventListener('malformed', (e) => this.#saw('Malformed', e.data));
    f.addEventListener('open', () => this.#counted('Opens'));
    f.addEventListener('keepalive', (e) => {
      if (e.kind === 'comment') this.#saw('Comments', e.data);
      this.#counted('Keepalives');
    });
    void this.#read();
  }

  async #read() {
    try {
      for await (const e of this.feed) {
        const { type: Type, lastEventId: ID, text: Data, headers } = e;
        const Fields = headers && Object.entries(headers).map(([name, value]) => `${name}: ${inWords(value)}`);
        const Bytes = e.data instanceof Uint8Array ? base64(e.data) : undefined;
        this.#saw('Records', { Type, ID, Data, Bytes, Fields, Value: this.parses ? e.json : undefined });
      }
      this.seen.Threw = '';
    } catch (thrown) {
      this.seen.Threw = thrown.type;
    }
    this.seen.Over = true;
    this.#tell();
  }

  #saw(what, value) {
    this.seen[what].push(value);
    this.#tell();
  }

  #counted(what) {
    this.seen[what]++;
    this.#tell();
  }

  #tell() {
    for (const look of this.#waiting) look();
  }

  // Waits until so many of each have been seen, and a record with a text.
  until(wanted) {
    return new Promise((resolve) => {
      const { Text = '', ...counts } = wanted;
      const enough = ([what, count]) => (this.seen[what].length ?? Number(this.seen[what])) >= count;
      const has = (text) => text === '' || this.seen.Records.some((record) => record.Data.includes(text));
      const look = () => {
        if (Object.entries(counts).every(enough) && has(Text)) done();
      };
      const done = () => {
        clearTimeout(timer);
        this.#waiting = this.#waiting.filter((other) => other !== look);
        resolve(this.seen);
      };
      const timer = setTimeout(done, patience);
      this.#waiting.push(look);
      look();
    });
  }
}

const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

// The value of a header field, and what it is.
const inWords = (value) => {
  const kind = value.constructor.name;
  return `${kind} ${value instanceof Date ? value.toISOString() : value}`;
};

// Servers come back within a second, and no test waits for the feed's patience.
const impatient = (failure) => (failure.final ? undefined : Math.min(failure.retryInMs ?? 0, 100));

export const open = async ({ url, init, by }) => {
  const reconnect = init.reconnect === false ? false : { delay: impatient, ...init.reconnect };
  let whole = { ...init, reconnect };
  for (const [name, value] of Object.entries(by ?? {})) whole = await means[name](whole, value, url);
  const { url: asked = url, ...options } = whole;
  return readers.push(new Reader(asked, options)) - 1;
};

export const until = ({ reader, wanted }) => readers[reader].until(wanted);

export const close = ({ reader }) => readers[reader].feed.close();
