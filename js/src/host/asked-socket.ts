import { Why, type DialData, type Message, type Opening } from '../link/contract.js';
import { words } from '../link/words.js';
import { asking, type Asked } from './asked.js';
import type { Note } from './exchange.js';
import { needOf, reported } from './policy.js';
import { addressOf } from './request.js';
import { openSocket, type Make } from './socket.js';
import { isMixed } from './unanswered.js';

const givenUp = 'given up'; // which nobody is told

/**
 * Opens a WebSocket when it is known where it goes, and says what the page has to say first.
 *
 * @param greet What that is, if `greets`.
 */
export function askSocket(
  { options, socket }: Opening,
  where: () => DialData | Promise<DialData>,
  greet: (dial: DialData) => Promise<readonly Message[]>,
  make: Make,
  note?: Note,
): Asked {
  const { format, maxRecordBytes: limit = 1 << 24 } = options;
  const { protocols, greets } = socket!;
  const opened = async () => {
    await undefined; // the page's functions must not run in a call of the engine's
    const dial = await where();
    if (asked.isOver) throw new Error(givenUp);
    asked.why = Why.Invalid;
    const url = addressOf(dial).replace(/#.*/, ''); // a WebSocket takes no fragment, which fetch leaves out
    const hasMessages = format === 'auto' || format === 'message';
    const { signal } = asked.aborter;
    note?.({ kind: 'request', url, method: 'GET', headers: [], body: undefined });
    const line = await openSocket({ url, protocols, hasMessages, limit, signal }, make).catch(
      async (cause: unknown) => {
        note?.({ kind: 'unanswered', why: words(cause) });
        [asked.why, asked.said] = await whyOf(url, cause);
        throw cause;
      },
    );
    asked.why = Why.Unmade;
    try {
      if (greets) for (const message of await greet(dial)) line.send(message);
      if (asked.isOver) throw new Error(givenUp);
    } catch (cause) {
      line.close();
      throw cause;
    }
    return line;
  };
  const asked: Asked = asking(opened(), note);
  asked.response.catch(() => {}); // which the engine hears of when it is there
  return asked;
}

/** What is known of a WebSocket that was not opened, and in words: browsers do not say what a server answered. */
async function whyOf(url: string, cause: unknown): Promise<[why: Why, words: string]> {
  const { name } = Object(cause) as { name?: unknown };
  if (name === 'SyntaxError') return [Why.Invalid, words(cause)];
  const to = new URL(url);
  if (isMixed(to)) return [Why.Insecure, ''];
  if (!needOf(to)) await reported();
  const need = needOf(to) ?? (name === 'SecurityError' ? to.origin : undefined);
  return need ? [Why.Policy, need] : [Why.Unknown, words(cause)];
}
