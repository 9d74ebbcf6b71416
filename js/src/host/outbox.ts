import type { Message } from '../link/contract.js';
import { messageCost, type Socket } from './socket.js';

/** How many bytes may wait to be sent, each message with what is kept for it besides. */
const maxWaiting = 1 << 22;

interface Letter {
  readonly message: Message;
  sent(): void;
  failed(cause: Error): void;
}

/** What a page sends by WebSockets, which come and go: it waits while there is none, and is given to one of them alone. */
export class Outbox {
  #socket: Socket | undefined;
  #letters: Letter[] = [];
  #size = 0;
  #over: Error | undefined;

  /** Resolves when a WebSocket has taken the message; rejects if too much waits, or none will come. */
  async send(message: Message): Promise<void> {
    if (this.#over) throw this.#over;
    if (this.#size + (this.#socket?.buffered ?? 0) + message.length > maxWaiting)
      throw new Error(`more than ${maxWaiting} bytes wait to be sent`);
    if (this.#socket?.send(message)) return;
    this.#size += sizeOf(message);
    await new Promise<void>((sent, failed) => this.#letters.push({ message, sent, failed }));
  }

  /** Sends by a WebSocket, what waits first. */
  use(socket: Socket): void {
    this.#socket = socket;
    let taken = 0;
    for (const letter of this.#letters) {
      if (!socket.send(letter.message)) break;
      taken++;
      this.#size -= sizeOf(letter.message);
      letter.sent();
    }
    this.#letters.splice(0, taken); // one by one, 300,000 of them took a minute
  }

  /** No other WebSocket will come. */
  close(cause: Error): void {
    this.#over = cause;
    this.#socket = undefined;
    for (const letter of this.#letters.splice(0)) letter.failed(cause);
  }
}

/** In UTF-16 units for a text, which are no more than its bytes. */
const sizeOf = (message: Message): number => message.length + messageCost;
