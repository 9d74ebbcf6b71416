import { mustBeOptions, mustBeWhole, mustKnow, refuse } from '../must.js';
import type { RecordingEvent, RecordingHeader } from './event.js';
import { checkEvent, checkHeader } from './members.js';
import { Recording } from './recording.js';

/** How a recording is read. All are optional. */
export interface ReadOptions {
  /**
   * How large a recording may be when it is unzipped, in bytes from 1 to 2^30, and how many lines it may have: one for each 64
   * of them. A file of some KB can be made to unzip to many GB.
   *
   * @default 67108864
   */
  maxBytes?: number | undefined;
}

/** The least that a line has on an average: events whose text is a letter or two are as short. */
const lineBytes = 64;

/**
 * Reads a recording from a file: what `Recording.blob()` gives, or the lines of that, unzipped.
 *
 * @throws {TypeError} it is no recording, one of a later format, one that is cut off, or larger than `maxBytes` allows; the
 *   message names the line.
 * @example
 * const recording = await readRecording(file);
 * show(recording.events.length);
 */
export async function readRecording(
  file: Blob | ArrayBuffer | Uint8Array | string,
  options: ReadOptions = {},
): Promise<Recording> {
  mustBeOptions('options', options, '{ maxBytes: 1e9 }');
  mustKnow('', options, ['maxBytes']);
  const { maxBytes = 1 << 26 } = options;
  mustBeWhole('maxBytes', maxBytes);
  let header: RecordingHeader | undefined;
  const events: RecordingEvent[] = [];
  await readLines(file, maxBytes, (line, at) => {
    if (header) events.push(eventOf(parsed(line, at), at));
    else header = headerOf(line, at);
  });
  return new Recording(header ?? headerOf('', 1), events);
}

function headerOf(line: string, at: number): RecordingHeader {
  const header = Object(line && parsed(line, at)) as RecordingHeader;
  const { feedrec } = header as Partial<RecordingHeader>;
  if (feedrec !== 1) {
    const what = feedrec === undefined ? 'the beginning of the file is' : 'the format of the recording is';
    refuse(what, feedrec ?? (line.slice(0, 40) || 'nothing'), '{"feedrec":1,…}');
  }
  checkHeader(header, at);
  return header;
}

/**
 * Reads the lines of a file, but for those that are empty.
 *
 * @param take Is given each with its number, from 1.
 * @throws {TypeError} there are more bytes, or lines, than `maxBytes` allows.
 */
async function readLines(
  file: Blob | ArrayBuffer | Uint8Array | string,
  maxBytes: number,
  take: (line: string, at: number) => void,
): Promise<void> {
  const most = Math.ceil(maxBytes / lineBytes);
  const decoder = new TextDecoder();
  let pieces: string[] = []; // of the line that has not ended
  let size = 0;
  let lines = 0;
  const end = (rest: string) => {
    if (++lines > most) refuseSize(most, 'lines');
    const line = pieces.length > 0 ? pieces.join('') + rest : rest;
    pieces = [];
    if (line) take(line, lines);
  };
  for await (const bytes of unzipped(file instanceof Blob ? file : new Blob([file as BlobPart]))) {
    size += bytes.length;
    if (size > maxBytes) refuseSize(maxBytes, 'bytes');
    const text = decoder.decode(bytes, { stream: true });
    let at = 0;
    for (let next; (next = text.indexOf('\n', at)) >= 0; at = next + 1) end(text.slice(at, next));
    if (at < text.length) pieces.push(text.slice(at));
  }
  end(decoder.decode());
}

function refuseSize(most: number, what: string): never {
  throw new TypeError(`The recording has more than ${most} ${what} when it is unzipped; maxBytes allows for more.`);
}

/** The bytes of a file, unzipped if it is a gzip file. */
async function* unzipped(file: Blob): AsyncGenerator<Uint8Array> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isZipped = first === 0x1f && second === 0x8b;
  const bytes = file.stream();
  const reader = (isZipped ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes).getReader();
  try {
    for (let read; !(read = await reader.read().catch(cutOff)).done; ) yield read.value;
  } finally {
    reader.cancel().catch(() => {}); // who asks for the lines may have had enough
  }
}

function cutOff(cause: unknown): never {
  throw new TypeError('The recording is cut off, or no gzip file.', { cause });
}

function parsed(line: string, at: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new TypeError(`Line ${at} of the recording is not JSON.`, { cause });
  }
}

/** An event as a line has it, with bytes in place of what stands for them: the counterpart of `lineOf`. */
function eventOf(line: unknown, at: number): RecordingEvent {
  const { text, base64, ...event } = Object(line) as Record<string, unknown>;
  const { kind } = event;
  if (typeof text === 'string' || typeof base64 === 'string') {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : bytesOf(base64 as string, at);
    event[kind === 'chunk' || kind === 'malformed' ? 'bytes' : 'data'] = bytes;
  }
  checkEvent(event, at);
  return event as unknown as RecordingEvent;
}

function bytesOf(base64: string, at: number): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
  } catch {
    return refuse(`In line ${at} of the recording, base64 is`, base64.slice(0, 40), 'that of RFC 4648');
  }
}
