import { refuse } from '../must.js';
import type { RecordingEvent, RecordingHeader } from './event.js';
import { Recording } from './recording.js';

/**
 * Reads a recording from a file: what `Recording.blob()` gives, or the lines of that, unzipped.
 *
 * @throws {TypeError} it is no recording, or one of a later format.
 * @example
 * const recording = await readRecording(file);
 * show(recording.events.length);
 */
export async function readRecording(file: Blob | ArrayBuffer | Uint8Array | string): Promise<Recording> {
  const bytes = new Uint8Array(await new Response(file as BodyInit).arrayBuffer());
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isZipped ? await unzipped(bytes) : new TextDecoder().decode(bytes);
  const lines = plain.split('\n').filter(Boolean);
  const [header, ...events] = lines.map(parsed);
  const { feedrec } = Object(header) as Partial<RecordingHeader>;
  if (feedrec !== 1) {
    const what = feedrec === undefined ? 'the beginning of the file is' : 'the format of the recording is';
    refuse(what, feedrec ?? lines[0]?.slice(0, 40) ?? 'nothing', '{"feedrec":1,…}');
  }
  return new Recording(header as RecordingHeader, events.map(eventOf));
}

async function unzipped(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  } catch (cause) {
    throw new TypeError('The recording is cut off, or no gzip file.', { cause });
  }
}

function parsed(line: string, at: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new TypeError(`Line ${at + 1} of the recording is not JSON.`, { cause });
  }
}

/** An event as a line has it, with bytes in place of what stands for them: the counterpart of `lineOf`. */
function eventOf(line: unknown): RecordingEvent {
  const { text, base64, ...rest } = line as Record<string, unknown>;
  const { kind } = rest;
  if (typeof text !== 'string' && typeof base64 !== 'string') return rest as unknown as RecordingEvent;
  const bytes =
    typeof text === 'string'
      ? new TextEncoder().encode(text)
      : Uint8Array.from(atob(base64 as string), (unit) => unit.charCodeAt(0));
  return { ...rest, [kind === 'chunk' || kind === 'malformed' ? 'bytes' : 'data']: bytes } as unknown as RecordingEvent;
}
