import type { Message } from '../link/contract.js';

/** What is read of a server: the response to a request, or a WebSocket that is open. */
export type Answer = Pick<Response, 'url' | 'status' | 'statusText' | 'type' | 'headers' | 'body'>;

/** What a message counts besides its bytes, of those that wait: small ones were found to take a kilobyte each. */
export const messageCost = 256;

/** How many bytes may wait at least, whatever a record may have: some thousand messages. */
const leastWaiting = 1 << 20;

/** How a WebSocket ended: its code, and the server's reason (RFC 6455 section 7.1). */
export interface Close {
  readonly code: number;
  readonly reason: string;
  /** It was not the server that ended it, and why it was. */
  readonly cut?: string;
}

/** An open WebSocket, which is read as a response is. */
export interface Socket extends Answer {
  /** Resolves when it is over. */
  readonly closed: Promise<Close>;
  /** How many bytes it has been given and has not sent yet. */
  readonly buffered: number;
  /** Reports whether it took a message. */
  send(message: Message): boolean;
  close(): void;
}

/** Makes an object of one of the browser's classes. */
export type Make = (made: new (url: string, given: unknown) => object, url: string, given: unknown) => Promise<object>;

interface Terms {
  readonly url: string;
  readonly protocols: readonly string[];
  /** The body tells one message from the other: framing.Messages in the engine. */
  readonly hasMessages: boolean;
  /** How many bytes may wait for a page that is busy. */
  readonly limit: number;
  /** Aborts when nobody wants it any more before it is open. */
  readonly signal: AbortSignal;
}

/**
 * Opens a WebSocket; rejects if there can be none. A server cannot be held back by it: when too much waits for a page that is
 * busy it ends, and what waits is read first.
 *
 * A WebSocketStream holds the server back, and is not used: Chromium 156 drops what was not read of it when the server closes
 * (one message of five arrived, eight times of eight), and kills the page that writes a text to one just as the connection is
 * lost, at one cut in ten.
 */
export async function openSocket({ url, protocols, hasMessages, limit, signal }: Terms, make: Make): Promise<Socket> {
  const socket = (await make(WebSocket as never, url, protocols)) as WebSocket;
  socket.binaryType = 'arraybuffer';
  signal.addEventListener('abort', () => socket.close());
  let shut = (_: Close): void => {};
  const closed = new Promise<Close>((resolve) => (shut = resolve));
  const most = Math.max(limit, leastWaiting);
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        const end = (close: Close) => {
          socket.onmessage = socket.onclose = null;
          controller.close(); // behind what waits
          shut(close);
        };
        socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
          if (controller.desiredSize! > 0) return controller.enqueue(chunkOf(data, hasMessages));
          socket.close();
          const cut = `${most} bytes wait for a page that is busy, and a WebSocket cannot be held back`;
          end({ code: 0, reason: '', cut });
        };
        socket.onclose = ({ code, reason }) => end({ code, reason });
      },
      cancel() {
        socket.onmessage = socket.onclose = null;
        socket.close();
      },
    },
    { highWaterMark: most, size: (chunk) => messageCost + chunk!.length },
  );
  await new Promise<void>((resolve, reject) => {
    const refuse = (why?: string) => reject(new Error(why || 'the WebSocket was closed before it was open'));
    socket.onopen = () => resolve();
    // Ahead of a close event, of which there is none in Chromium if the page's policy forbids it. Deno and Bun say why.
    socket.onerror = (event) => refuse((event as Partial<ErrorEvent>).message);
    void closed.then(() => refuse()); // There is no error in Firefox if the server closes as soon as it has taken the handshake.
  });
  return {
    ...answer(url, socket.protocol, body),
    closed,
    get buffered() {
      return socket.bufferedAmount;
    },
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(message);
      return true;
    },
    close: () => socket.close(),
  };
}

function answer(url: string, protocol: string, body: ReadableStream<Uint8Array<ArrayBuffer>>): Answer {
  const headers = new Headers(protocol ? { 'Sec-WebSocket-Protocol': protocol } : {});
  return { url, status: 101, statusText: '', type: 'default', headers, body };
}

const encoder = new TextEncoder();

/** The opcodes of messages (RFC 6455 section 11.8), and what stands ahead of one: its opcode and its length. */
const [text, binary] = [1, 2];
const headBytes = 5;

/** A message as a piece of a body. */
function chunkOf(message: string | BufferSource, hasMessages: boolean): Uint8Array<ArrayBuffer> {
  const head = hasMessages ? headBytes : 0;
  const isText = typeof message === 'string';
  const bytes = isText ? encoder.encode(message) : bytesOf(message);
  const chunk = new Uint8Array(head + bytes.length); // of no more than it needs: it may wait for long
  chunk.set(bytes, head);
  if (hasMessages) {
    chunk[0] = isText ? text : binary;
    new DataView(chunk.buffer).setUint32(1, bytes.length);
  }
  return chunk;
}

const bytesOf = (message: BufferSource): Uint8Array =>
  ArrayBuffer.isView(message)
    ? new Uint8Array(message.buffer, message.byteOffset, message.byteLength)
    : new Uint8Array(message);
