import type { Encode, Wire } from './wire.js';
import { bytesOf, integer, joined, membersOf, nothing } from './parts.js';

/** The flags of the envelope that ends a stream (Connect Protocol Reference, "Streaming RPCs"; gRPC-Web, PROTOCOL-WEB.md). */
const [connectEnd, grpcEnd] = [2, 0x80];

/** Messages of Connect, or of gRPC-Web where the content type says so, in base64 if that ends with -text. */
export function envelopes(encode: Encode, contentType = 'application/connect+json'): Wire {
  const isGRPC = /grpc-web/i.test(contentType);
  const isBase64 = /grpc-web-text/i.test(contentType);
  let isEnded = false;
  const envelope = (flags: number, content: Uint8Array) => {
    isEnded ||= (flags & (connectEnd | grpcEnd)) !== 0;
    const whole = joined(Uint8Array.of(flags), integer(content.length, 4), content);
    return isBase64 ? joined(btoa(String.fromCharCode(...whole))) : whole;
  };
  return {
    contentType,
    record(record) {
      const { flags = 0, data } = membersOf<{ flags: number }>('envelope', record, ['flags']);
      return envelope(flags, bytesOf(data, encode));
    },
    end() {
      if (isEnded) return nothing();
      return isGRPC ? envelope(grpcEnd, joined('grpc-status: 0\r\n')) : envelope(connectEnd, joined('{}'));
    },
  };
}
