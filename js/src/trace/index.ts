/**
 * Spans of feeds and of their connections, for OpenTelemetry.
 *
 * @see docs/devtools.md
 * @packageDocumentation
 */

import { mustBeFunction, mustBeGiven, mustBeOptions, mustKnow } from '../must.js';
import { registry, type OpenFeed } from '../page/registry.js';
import { report } from '../report.js';
import { FeedSpans } from './spans.js';
import type { SpanOf, Tracer, TraceOptions } from './tracer.js';

export type { Attributes, SpanOf, SpanStart, Tracer, TraceOptions } from './tracer.js';

/**
 * Has a tracer told of the feeds that are opened from now on, in pages, workers and programs: a span for each feed, and one for
 * each of its connections. A feed that is shared has its connections elsewhere, and is one span here.
 *
 * @param tracer One of @opentelemetry/api, or what has its `startSpan`.
 * What it throws, and what the functions of the options throw, is reported as an error of the page, and the feed goes on.
 * @returns a function that ends that for feeds that are opened later; those that are open are told of to their ends.
 * @throws {TypeError} the tracer has no `startSpan`, or an option is none, or no function.
 * @example
 * import { context, trace } from '@opentelemetry/api';
 * traceFeeds(trace.getTracer('feedsource'), { within: (span) => trace.setSpan(context.active(), span) });
 */
export function traceFeeds<Span extends SpanOf, Context>(
  tracer: Tracer<Span, Context>,
  options: TraceOptions<Span, Context> = {},
): () => void {
  const fits = typeof (tracer as Partial<typeof tracer> | null | undefined)?.startSpan === 'function';
  mustBeGiven('The tracer', tracer, fits, 'one of OpenTelemetry, or an object with its startSpan');
  mustBeOptions('What traceFeeds takes besides the tracer', options, '{ within, feeds }');
  const given = options ?? {}; // null is as good as none, as for every other function
  mustKnow('', given, ['within', 'feeds']);
  const { within, feeds = () => true } = given;
  mustBeFunction('within', within);
  mustBeFunction('feeds', feeds);
  const watch = (feed: OpenFeed) =>
    reporting(() => {
      if (!feeds(feed.url?.href ?? '')) return;
      const spans = new FeedSpans(tracer, within, () => feed.stats);
      feed.watch(0, (event) => reporting(() => spans.take(event)));
    });
  registry.watchers.add(watch);
  return () => void registry.watchers.delete(watch);
}

/** Calls what calls code of the page: its errors are none of a feed's. */
function reporting(call: () => void): void {
  try {
    call();
  } catch (thrown) {
    report(thrown);
  }
}
