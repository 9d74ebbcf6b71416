import type { FeedStats } from '../page/stats.js';
import type { RecordedError, RecordingEvent } from '../recorder/event.js';
import type { Attributes, SpanOf, Tracer } from './tracer.js';

const internal = 0;
const client = 2;
const error = 2; // SpanStatusCode.ERROR

/** Ends that are no failures: of an answer that is whole, of a body that the server ended, and of a page that was put away. */
const harmless = /^(complete|end|away)$/;

/** A connection that is under way, or the one that ended last, of which the feed may be yet to say what was wrong with it. */
interface Connection<Span> {
  readonly span: Span;
  /** When it ended, in milliseconds since 1970; undefined as long as it has not. */
  endedAt?: number;
}

/** The spans of one feed: names and attributes are those of OpenTelemetry's conventions for HTTP clients. */
export class FeedSpans<Span extends SpanOf, Context> {
  readonly #tracer: Tracer<Span, Context>;
  readonly #within: ((span: Span) => Context) | undefined;
  readonly #stats: () => FeedStats;
  #feed: Span | undefined;
  readonly #connections = new Map<number, Connection<Span>>(); // by their requests: what was missed is read beside the stream
  #isOver = false;

  constructor(tracer: Tracer<Span, Context>, within: ((span: Span) => Context) | undefined, stats: () => FeedStats) {
    this.#tracer = tracer;
    this.#within = within;
    this.#stats = stats;
  }

  take(event: RecordingEvent): void {
    if (this.#isOver) return;
    const { t, kind } = event;
    this.#feed ??= this.#tracer.startSpan('feed', { kind: internal, attributes: {}, startTime: t });
    const connection = 'request' in event ? this.#connections.get(event.request) : undefined;
    if (kind === 'request') this.#begin(event);
    else if (kind === 'response') connection?.span.setAttributes(statusOf(event.status));
    else if (kind === 'end') this.#ended(connection, t, event.cut);
    else if (kind === 'unanswered') this.#ended(connection, t, event.why);
    else if (kind === 'abort') this.#ended(connection, t, '');
    else if (kind === 'open') this.#feed.addEvent('open', { 'url.full': event.url }, t);
    else if (kind === 'wait')
      this.#feed.addEvent('wait', { 'feed.wait.ms': event.ms, 'feed.wait.reason': event.reason }, t);
    else if (kind === 'notice') this.#feed.addEvent(event.type, inFeed(event.detail), t);
    else if (kind === 'error') this.#failed(event);
    else if (kind === 'call') this.#called(event.call, t);
  }

  #begin({ t, request, method, url }: Extract<RecordingEvent, { kind: 'request' }>): void {
    this.#settle(t);
    const attributes: Attributes = { 'http.request.method': method, 'url.full': url, ...serverOf(url) };
    if (request > 1) attributes['http.request.resend_count'] = request - 1;
    else this.#feed!.setAttributes(attributes);
    const start = { kind: client, attributes, startTime: t };
    this.#connections.set(request, { span: this.#tracer.startSpan(method, start, this.#within?.(this.#feed!)) });
  }

  #ended(connection: Connection<Span> | undefined, t: number, cut: string): void {
    if (!connection) return;
    if (connection.endedAt === undefined) this.#settle(t); // of what ended before, the feed has had its say
    connection.endedAt = t;
    if (!cut) return;
    connection.span.setAttributes({ 'error.type': 'network' });
    connection.span.setStatus({ code: error, message: cut });
  }

  /** Ends the spans of connections that have ended, or of all: nothing more will be said of them. */
  #settle(t: number, isOver = false): void {
    for (const [request, { span, endedAt }] of this.#connections) {
      if (endedAt === undefined && !isOver) continue;
      span.end(endedAt ?? t);
      this.#connections.delete(request);
    }
  }

  #failed({ t, type, message, status, attempt, final }: RecordedError): void {
    const isHarmless = harmless.test(type);
    const said = { 'feed.error.type': type, 'feed.error.message': message, 'feed.error.attempt': attempt };
    this.#feed!.addEvent('error', said, t);
    const connections = [...this.#connections.values()];
    const connection = connections.find(({ endedAt }) => endedAt !== undefined) ?? connections.at(-1);
    if (connection) connection.endedAt ??= t;
    const failed = [connection?.span, final ? this.#feed : undefined];
    for (const span of isHarmless ? [] : failed) {
      span?.setAttributes({ 'error.type': status === undefined ? type : `${status}` });
      span?.setStatus({ code: error, message });
      span?.recordException({ name: 'FeedError', message }, t);
    }
    this.#settle(t);
    if (final) this.#finish(t);
  }

  #called(call: string, t: number): void {
    if (call === 'close') this.#finish(t);
    else this.#feed!.addEvent(call, {}, t);
  }

  #finish(t: number): void {
    this.#isOver = true;
    this.#settle(t, true);
    const { bytes, records, malformed, duplicates, reconnects, host } = this.#stats();
    const counters = { bytes, records, malformed, duplicates, reconnects, host };
    this.#feed!.setAttributes(inFeed(counters));
    this.#feed!.end(t);
  }
}

const statusOf = (status: number): Attributes => ({
  'http.response.status_code': status,
  ...(status >= 400 && { 'error.type': `${status}` }),
});

/** Names without a convention have a prefix. */
const inFeed = (detail: Readonly<Attributes>): Attributes =>
  Object.fromEntries(Object.entries(detail).map(([name, value]) => [`feed.${name}`, value]));

/** Of a URL that a page may have redacted to none. */
function serverOf(url: string): Attributes {
  const [, scheme, host, port] = /^(\w+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:?#]*)(?::(\d+))?/.exec(url) ?? [];
  if (!host) return {};
  return { 'server.address': host, 'server.port': Number(port ?? (/s$/.test(scheme!) ? 443 : 80)) };
}
