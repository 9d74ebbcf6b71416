import { mustBeOptions, mustBeWhole, mustKnow, refuse } from '../must.js';
import type { RecordingEvent, RecordingHeader } from './event.js';
import { checkEvent, checkHeader } from './members.js';
import { Recording } from './recording.js';

/** How a recording is read. All are optional. */
export interface ReadOptions {
  /**
   * How large a recording may be when it is unzipped, in bytes from 1 to 2^30. A file of some KB can be made to unzip to many GB.
   *
   * @default 268435456
   */
  maxBytes?: number | undefined;
}

/**
 * Reads a recording from a file: what `Recording.blob()` gives, or the lines of that, unzipped.
 *
 * @throws {TypeError} it is no recording, one of a later format, one that is cut off, or larger than `maxBytes`; the message names
 *   the line.
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
  const { maxBytes = 1 << 28 } = options;
  mustBeWhole('maxBytes', maxBytes);
  let header: RecordingHeader | undefined;
  const events: RecordingEvent[] = [];
  let at = 0;
  for await (const line of linesOf(file, maxBytes)) {
    at++;
    if (header) events.push(eventOf(parsed(line, at), at));
    else header = headerOf(line);
  }
  return new Recording(header ?? headerOf(''), events);
}

function headerOf(line: string): RecordingHeader {
  const header = Object(line && parsed(line, 1)) as RecordingHeader;
  const { feedrec } = header as Partial<RecordingHeader>;
  if (feedrec !== 1) {
    const what = feedrec === undefined ? 'the beginning of the file is' : 'the format of the recording is';
    refuse(what, feedrec ?? (line.slice(0, 40) || 'nothing'), '{"feedrec":1,…}');
  }
  checkHeader(header);
  return header;
}

/** The lines of a file, but for those that are empty. */
async function* linesOf(file: Blob | ArrayBuffer | Uint8Array | string, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pieces: string[] = []; // of the line that has not ended
  let size = 0;
  for await (const bytes of unzipped(new Uint8Array(await new Response(file as BodyInit).arrayBuffer()))) {
    size += bytes.length;
    if (size > maxBytes)
      throw new TypeError(
        `The recording has more than ${maxBytes} bytes when it is unzipped; maxBytes allows for more.`,
      );
    const [first, ...rest] = decoder.decode(bytes, { stream: true }).split('\n');
    pieces.push(first!);
    if (rest.length === 0) continue;
    yield* [pieces.join(''), ...rest.slice(0, -1)].filter(Boolean);
    pieces = rest.slice(-1);
  }
  yield* [pieces.join('') + decoder.decode()].filter(Boolean);
}

/** Bytes, unzipped if they are a gzip file. */
async function* unzipped(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return yield bytes;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (let read; !(read = await unzip(reader)).done; ) yield read.value;
  } finally {
    reader.cancel().catch(() => {}); // who asks for the lines may have had enough
  }
}

async function unzip(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (cause) {
    throw new TypeError('The recording is cut off, or no gzip file.', { cause });
  }
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
