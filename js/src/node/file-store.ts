import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { refuse } from '../must.js';

/** A file that keeps cursors, for the option `resume.persist`. */
export interface FileStore {
  /** What was kept last under a key. */
  get(key: string): string | undefined;
  /** Resolves when it is on the disk. */
  set(key: string, value: string): Promise<void>;
}

const stores = new Map<string, CursorFile>();

/** The process is about to be gone, and hears of nothing that takes time. */
let isExiting = false;

function exit(): void {
  isExiting = true;
  for (const store of stores.values()) store.flush();
}

/**
 * A store for `resume.persist` that keeps the cursors of any number of feeds in one file, each under its key (`resume.key`, or
 * the URL without its query). The file is written anew beside itself and renamed, so that it is whole at any moment; what
 * is not on the disk yet when the process exits is written then. Processes that read other feeds may have the same file: each
 * writes its own cursors beside those that are there. Of two that write at the very same moment, one may lose what it wrote last.
 *
 * What cannot be read or written is told by the feed's `warning` event (reason `persist`), and the feed goes on.
 *
 * @param path Of the file, which is made when there is something to keep; its folder has to be there. A relative one is
 *   relative to the working directory. Of a link the file that it leads to is written, and one that is read-only is not.
 * @throws {TypeError} the path is neither a text nor a `file:` URL, or is empty.
 * @example
 * new FeedSource(url, { id: '/id', resume: { persist: fileStore('cursors.json') } });
 */
export function fileStore(path: string | URL): FileStore {
  const fits = path !== '' && (typeof path === 'string' || path instanceof URL);
  if (!fits) refuse('The path of a fileStore is', path, 'a string that names a file, or a file: URL');
  const real = realOf(resolve(typeof path === 'string' ? path : fileURLToPath(path)));
  if (stores.size === 0) process.on('exit', exit);
  const known = stores.get(real) ?? new CursorFile(real);
  stores.set(real, known);
  return known;
}

/** Where a file is or will be, since links stay what they are, those that lead to nothing among them. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') return path; // which is told when it is read
  }
  try {
    return realOf(resolve(dirname(path), readlinkSync(path)));
  } catch {
    const folder = dirname(path);
    return existsSync(folder) ? resolve(realpathSync(folder), basename(path)) : path;
  }
}

class CursorFile implements FileStore {
  readonly #path: string;
  readonly #beside: string;
  readonly #own = new Map<string, string>(); // what this process has set; the rest of the file may be another's
  #isCursors = false; // and no other file, which would not be written over
  #mode: number | undefined; // of the file that was there: cursors may be nobody else's business
  #set = 0; // how often something was set, and how much of that is on the disk, or was told not to be
  #settled = 0;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined; // the write that is yet to begin, for all who set something until then

  constructor(path: string) {
    this.#path = path;
    this.#beside = `${path}.${process.pid}.tmp`;
  }

  get(key: string): string | undefined {
    return this.#own.get(key) ?? this.#read().get(key);
  }

  async set(key: string, value: string): Promise<void> {
    if (!this.#isCursors) this.#read();
    this.#own.set(key, value);
    this.#set++;
    if (isExiting) return this.flush(); // by a feed that hears of it later than this
    this.#next ??= this.#writing.then(() => this.#write());
    await this.#next;
  }

  #read(): Map<string, string> {
    let text = '{}';
    let isFile = true;
    try {
      const stats = statSync(this.#path);
      isFile = stats.isFile();
      this.#mode = stats.mode;
      if (isFile) text = readFileSync(this.#path, 'utf8').trim() || text;
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOENT') throw new Error(`${this.#path} cannot be read: ${message}`, { cause });
    }
    if (!isFile) throw new Error(`${this.#path} is a folder or a device, and no file`); // whose place another would take
    const cursors = new Map(entriesOf(text, this.#path));
    this.#isCursors = true;
    return cursors;
  }

  async #write(): Promise<void> {
    this.#next = undefined;
    const set = this.#set;
    const written = this.#put();
    this.#writing = written.catch(() => {}); // told by whoever has it written
    try {
      await written;
    } catch (cause) {
      await rm(this.#beside, { force: true }).catch(() => {});
      throw this.#refusal(cause);
    } finally {
      this.#settled = set;
    }
  }

  async #put(): Promise<void> {
    this.#mustBeWritable();
    const text = this.#text;
    const file = await open(this.#beside, 'w', this.#mode);
    try {
      await file.writeFile(text);
      await file.sync(); // or the name may be there ahead of the bytes after a loss of power
    } finally {
      await file.close();
    }
    await rename(this.#beside, this.#path);
  }

  /** That a file is read-only does not keep another from taking its place. */
  #mustBeWritable(): void {
    if (existsSync(this.#path)) closeSync(openSync(this.#path, 'r+'));
  }

  get #text(): string {
    return `${JSON.stringify(Object.fromEntries([...this.#read(), ...this.#own]), null, 2)}\n`;
  }

  /** Writes what is not on the disk yet, at once; a promise that writes has a file of another name. */
  flush(): void {
    if (this.#settled === this.#set) return;
    this.#settled = this.#set;
    const beside = `${this.#beside}.exit`;
    try {
      this.#mustBeWritable();
      writeFileSync(beside, this.#text, { flush: true, mode: this.#mode });
      renameSync(beside, this.#path);
    } catch (cause) {
      rmSync(beside, { force: true });
      process.stderr.write(`${this.#refusal(cause).message}\n`); // no feed is there to tell it any more
    }
    rmSync(this.#beside, { force: true });
  }

  #refusal(cause: unknown): Error {
    const folder = dirname(this.#path);
    const why = existsSync(folder) ? (cause as Error).message : `there is no folder ${folder}`;
    return new Error(`${this.#path} cannot be written: ${why}`, { cause });
  }
}

/** @throws {Error} the text is not what this has written. */
function entriesOf(text: string, path: string): [string, string][] {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {}
  const entries = typeof kept === 'object' && kept && !Array.isArray(kept) ? Object.entries(kept) : undefined;
  if (!entries?.every(([, value]) => typeof value === 'string')) {
    throw new Error(`${path} is something else than a file of cursors, and is left as it is`);
  }
  return entries;
}
