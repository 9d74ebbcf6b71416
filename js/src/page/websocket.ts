import type { Message, Occasion, SocketData } from '../link/contract.js';
import { mustBe, refuse } from '../must.js';
import { isFetchOption } from './option-table.js';
import type { FeedState, Sendable, Signal, Words } from './options.js';
import { waysOf, type FullInit } from './short-forms.js';

/** Reports whether a feed is read by a WebSocket: its URL says so, or the page does. */
export const isWebSocket = (url: URL | undefined, { transport }: FullInit): boolean =>
  transport === 'websocket' || (!!url && /^wss?:$/.test(url.protocol));

/** The address of a WebSocket; older browsers know no other schemes for one. */
export const socketURL = (href: string): string => href.replace(/^http/, 'ws');

/**
 * @throws {TypeError} the transport cannot read the URL, or an option does nothing with the transport.
 */
export function checkTransport(url: URL | undefined, own: FullInit, whole: FullInit): void {
  if (isWebSocket(url, whole)) {
    const fits = !!url && /^(https?|wss?):$/.test(url.protocol);
    mustBe('The scheme of a WebSocket', url?.protocol, fits, 'wss:, ws:, https: or http:');
    if (!globalThis.WebSocket)
      throw new TypeError(
        'There is no WebSocket here: Node has it from 22 on; before, set globalThis.WebSocket to a class like it.',
      );
    return checkSocket(own);
  }
  for (const option of ['protocols', 'greet', 'subscribe'] as const)
    if (whole[option] !== undefined) throw needsSocket(option);
  const { ping, pong } = whole.keepalive || {};
  if (ping !== undefined || pong !== undefined) throw needsSocket('keepalive.ping');
  for (const { close, reply, then } of whole.signals ?? []) {
    if (close !== undefined) throw needsSocket('signals.close');
    if (reply !== undefined) throw needsSocket('signals.reply');
    if (then === 'ready') throw needsSocket("signals.then: 'ready'");
  }
  if (whole.format === 'message') throw needsSocket("format: 'message'");
}

const needsSocket = (option: string) =>
  new TypeError(`${option} is for a WebSocket: a URL with wss: or ws:, or transport: 'websocket'.`);

function checkSocket(own: FullInit): void {
  const { transport, headers, withCredentials, fetch } = own;
  if (transport === 'http')
    throw new TypeError("A URL with wss: or ws: is read by a WebSocket; leave out transport: 'http'.");
  const { header, body, method } = waysOf(own.resume);
  const idle: Record<string, unknown> = {
    headers,
    fetch,
    withCredentials,
    ...Object.fromEntries(Object.entries(own).filter(([name]) => isFetchOption(name) || name === 'body')),
    'resume.header': header || undefined,
    'resume.body': body,
    'resume.method': method,
    'resume.from.header': waysOf(own.resume).from?.header,
    'gap.header': own.gap ? own.gap.header : undefined,
  };
  const [option] = Object.entries(idle).find(([, value]) => value !== undefined) ?? [];
  if (option) throw new TypeError(`${option} does nothing for a WebSocket; ${instead[option] ?? 'leave it out'}.`);
}

/** What to use where a WebSocket has no such thing. */
const instead: Readonly<Record<string, string>> = {
  headers: 'a token goes into protocols, into the URL (which may come from a function), or into greet',
  withCredentials: 'it always sends the cookies of its host',
  credentials: 'it always sends the cookies of its host',
  'resume.header': 'the cursor goes back by resume.query, or in what greet gives',
  'resume.body': 'the cursor goes back by resume.query, or in what greet gives',
  body: 'what is to be said first is what greet gives',
};

/** How a WebSocket is opened. */
export function socketData({ protocols = [], greet }: FullInit): SocketData {
  return { protocols: typeof protocols === 'string' ? [protocols] : protocols, greets: greet !== undefined };
}

/** What a page has to say to something. */
export function wordsFor({ greet, subscribe, keepalive, signals }: FullInit, to: number): Words | undefined {
  if (to === greeting) return greet;
  const { ping: question } = keepalive || {};
  if (to === ping) return question;
  const rule = signals?.[to];
  return rule?.reply ?? (rule?.then === 'ready' ? subscribe : undefined);
}

const greeting: Occasion.Greeting = -2;
const ping: Occasion.Ping = -1;

/**
 * Messages as they are sent.
 *
 * @throws {TypeError} something is none.
 */
export async function messagesOf(words: Words | undefined, state: FeedState): Promise<Message[]> {
  const said = typeof words === 'function' ? await words(state) : words;
  return said === undefined ? [] : (Array.isArray(said) ? said : [said]).map((one) => messageOf(one as Sendable));
}

/**
 * A message as it is sent: bytes are copied, since they may wait.
 *
 * @throws {TypeError} it is none.
 */
export function messageOf(data: Sendable): Message {
  if (typeof data === 'string') return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0));
  // A Blob, a form or a Map is {} as JSON.
  const isJSON =
    typeof data === 'object' &&
    !!data &&
    (/ (Object|Array)\]$/.test(Object.prototype.toString.call(data)) || 'toJSON' in data);
  if (!isJSON) refuse('A message is', data, 'a string, bytes, or an object, which is sent as JSON');
  return JSON.stringify(data);
}

/** The rule by which a server's answers to a ping are no records. */
export function pongRule({ keepalive }: FullInit): Signal[] {
  const { pong } = keepalive || {};
  if (pong === undefined) return [];
  return [{ ...(typeof pong === 'string' ? { is: pong } : pong), then: 'keepalive' } as Signal];
}
