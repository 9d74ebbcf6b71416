import type { Encode, Wire } from './wire.js';
import { contentOf, joined, membersOf, mustBeWhole, nothing } from './parts.js';

/** An event of a stream, beside its data. */
interface EventFields {
  event: string;
  id: string;
  retry: number;
}

const format = 'sse';

/** WHATWG HTML section 9.2: each line of the data in a field of its own. */
export function eventStream(encode: Encode, contentType = 'text/event-stream'): Wire {
  return {
    contentType,
    record(record) {
      const { event, id, retry, data } = membersOf<EventFields>(format, record, ['event', 'id', 'retry']);
      const lines: (string | Uint8Array)[] = [];
      for (const [name, value] of Object.entries({ event, id, retry })) {
        if (value === undefined) continue;
        for (const end of '\r\n') mustBeWhole(`${format}: ${name}`, `${value}`, end);
        lines.push(`${name}: ${value}\n`);
      }
      const content = contentOf(data, encode);
      if (typeof content !== 'string') lines.push('data: ', content, '\n');
      else for (const line of content.split(/\r\n|\r|\n/)) lines.push(`data: ${line}\n`);
      return joined(...lines, '\n');
    },
    keepalive: () => joined(':\n\n'),
    end: nothing,
  };
}
