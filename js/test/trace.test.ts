import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Passing } from '../src/link/contract.js';
import { traceFeeds } from '../src/trace/index.js';
import { batch, failure, open, response } from './host.js';

const url = 'https://feeds.example/x?token=hush';

/** Opens a feed that OpenTelemetry's own SDK traces. */
function traced() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const stop = traceFeeds(provider.getTracer('feedsource'), {
    within: (span) => trace.setSpan(context.active(), span),
  });
  const opened = open();
  stop();
  let now = Date.now();
  /** What passes by a request, ten milliseconds later. */
  const saw = (request: number, what: Passing) => opened.page.saw!({ ...what, request, at: (now += 10) });
  const ask = (request: number) => saw(request, { kind: 'request', method: 'GET', url, headers: [], body: undefined });
  const answer = (request: number, status: number) => saw(request, { kind: 'response', url, status, headers: [] });
  const spans = async () => {
    await new Promise((resolve) => setTimeout(resolve)); // it is told in microtasks, and the SDK exports in others
    return exporter.getFinishedSpans();
  };
  return { ...opened, saw, ask, answer, spans };
}

const milliseconds = ([seconds, nanoseconds]: [number, number]) => seconds * 1000 + nanoseconds / 1e6;

test('a feed has a span, and each of its connections one within that', async () => {
  const { feed, page, saw, ask, answer, spans } = traced();
  feed.onmessage = () => {};
  ask(1);
  answer(1, 200);
  page.opened(response);
  void page.received(batch('1', '2'));
  saw(1, { kind: 'end', cut: 'TypeError: network error' });
  page.failed(failure({ type: 'network', message: 'It was cut.', retryInMs: 20 }));
  ask(2);
  answer(2, 200);
  page.opened(response);
  feed.close();
  const [first, second, whole, ...others] = await spans();
  assert.deepEqual(others, []);
  assert.equal(whole!.name, 'feed');
  assert.equal(whole!.status.code, SpanStatusCode.UNSET);
  assert.deepEqual(
    whole!.events.map(({ name }) => name),
    ['open', 'error', 'wait', 'open'],
  );
  assert.deepEqual(whole!.events[2]!.attributes, { 'feed.wait.ms': 20, 'feed.wait.reason': 'network, 1 in a row' });
  assert.equal(whole!.attributes['feed.reconnects'], 1);
  assert.equal(whole!.attributes['feed.host'], 'page');
  for (const span of [first!, second!]) {
    assert.equal(span.name, 'GET');
    assert.equal(span.kind, SpanKind.CLIENT);
    assert.equal(span.parentSpanContext?.spanId, whole!.spanContext().spanId);
    assert.equal(span.attributes['http.response.status_code'], 200);
    assert.equal(span.attributes['url.full'], 'https://feeds.example/x?token=[redacted]');
    assert.equal(span.attributes['server.address'], 'feeds.example');
    assert.equal(span.attributes['server.port'], 443);
  }
  assert.deepEqual(first!.status, { code: SpanStatusCode.ERROR, message: 'It was cut.' });
  assert.equal(first!.attributes['error.type'], 'network');
  assert.equal(first!.events[0]!.name, 'exception');
  assert.equal(milliseconds(first!.duration), 20);
  assert.equal(second!.status.code, SpanStatusCode.UNSET);
  assert.equal(second!.attributes['http.request.resend_count'], 1);
});

test('what was missed is read by a connection of its own, beside one that goes on', async () => {
  const { feed, page, saw, ask, answer, spans } = traced();
  ask(1);
  answer(1, 200);
  page.opened(response);
  ask(2);
  answer(2, 200);
  saw(2, { kind: 'end', cut: '' });
  saw(1, { kind: 'end', cut: 'TypeError: network error' });
  page.failed(failure({ type: 'network', message: 'It was cut.', retryInMs: 20 }));
  feed.close();
  const [read, cut, ...others] = await spans();
  assert.equal(others.length, 1);
  assert.equal(read!.attributes['http.request.resend_count'], 1);
  assert.equal(read!.status.code, SpanStatusCode.UNSET);
  assert.deepEqual(cut!.status, { code: SpanStatusCode.ERROR, message: 'It was cut.' });
  assert.equal(milliseconds(cut!.duration), 50);
});

test('a refusal is an error of its connection, and of the feed if that is over by it', async () => {
  const { page, saw, ask, answer, spans } = traced();
  ask(1);
  answer(1, 404);
  saw(1, { kind: 'end', cut: '' });
  page.failed(failure({ type: 'status', status: 404, message: 'It answered 404.', final: true }));
  const [connection, whole] = await spans();
  assert.equal(connection!.attributes['http.response.status_code'], 404);
  for (const span of [connection!, whole!]) {
    assert.equal(span.attributes['error.type'], '404');
    assert.deepEqual(span.status, { code: SpanStatusCode.ERROR, message: 'It answered 404.' });
  }
});

test('an answer that is whole is no error', async () => {
  const { page, saw, ask, answer, spans } = traced();
  ask(1);
  answer(1, 200);
  saw(1, { kind: 'end', cut: '' });
  page.failed(failure({ type: 'complete', message: 'It is complete.', final: true }));
  for (const span of await spans()) assert.equal(span.status.code, SpanStatusCode.UNSET, span.name);
  assert.equal((await spans()).length, 2);
});

test('a silence is an event of the feed, and what it cut is told of', async () => {
  const { page, saw, ask, answer, spans } = traced();
  ask(1);
  answer(1, 200);
  page.opened(response);
  saw(1, { kind: 'abort', why: 'stall' });
  page.notice({ type: 'stall', detail: { silentMs: 6000, limitMs: 6000, message: 'Nothing came for 6 s.' } });
  page.failed(failure({ type: 'stall', message: 'Nothing came for 6 s.', final: true }));
  const [connection, whole] = await spans();
  assert.equal(connection!.attributes['error.type'], 'stall');
  const stall = whole!.events.find(({ name }) => name === 'stall');
  assert.equal(stall?.attributes?.['feed.silentMs'], 6000);
});

test('what cannot trace is refused at once', () => {
  const tracer = { startSpan: () => assert.fail() };
  const words = '; it can be one of OpenTelemetry, or an object with its startSpan.';
  for (const [given, options, message] of [
    [undefined, {}, `The tracer is undefined${words}`],
    [{}, {}, `The tracer is an object${words}`],
    [{ startSpan: true }, {}, `The tracer is an object${words}`],
    [tracer, 'all', 'What traceFeeds takes besides the tracer is "all"; it can be an object like { within, feeds }.'],
    [tracer, { feed: () => true }, 'feed is not an option; there are within, feeds. Did you mean feeds?'],
    [tracer, { feeds: 'x' }, 'feeds is "x"; it can be a function.'],
    [tracer, { within: 1 }, 'within is 1; it can be a function.'],
  ])
    assert.throws(() => traceFeeds(given as never, options as never), {
      name: 'TypeError',
      message: message as string,
    });
});

test('what a tracer or a filter throws is reported, and harms no feed', async (t) => {
  const reported: unknown[] = [];
  globalThis.reportError = (thrown) => void reported.push(thrown);
  t.after(() => Reflect.deleteProperty(globalThis, 'reportError'));
  const stops = [
    traceFeeds({
      startSpan: () => {
        throw 'the tracer';
      },
    }),
    traceFeeds({ startSpan: () => assert.fail() } as never, {
      feeds: () => {
        throw 'the filter';
      },
    }),
  ];
  const { feed, page } = open();
  for (const stop of stops) stop();
  const seen: string[] = [];
  feed.onmessage = ({ data }) => void seen.push(data);
  page.opened(response);
  await page.received(batch('1', '2'));
  assert.deepEqual(seen, ['1', '2']);
  assert.deepEqual([...new Set(reported)], ['the filter', 'the tracer']);
});

test('feeds that nobody asked for are not traced', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const stop = traceFeeds(provider.getTracer('feedsource'), { feeds: (url) => url.endsWith('/y') });
  const { page, feed, opening } = open();
  stop();
  page.opened(response);
  feed.close();
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(opening.records, false);
  assert.deepEqual(exporter.getFinishedSpans(), []);
});
