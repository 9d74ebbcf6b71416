/**
 * Spans of feeds and of their connections, for OpenTelemetry.
 *
 * @see docs/devtools.md
 * @packageDocumentation
 */

import { registry, type OpenFeed } from '../page/registry.js';
import { FeedSpans } from './spans.js';
import type { SpanOf, Tracer, TraceOptions } from './tracer.js';

export type { Attributes, SpanOf, SpanStart, Tracer, TraceOptions } from './tracer.js';

/**
 * Has a tracer told of the feeds that are opened from now on, in pages, workers and programs: a span for each feed, and one for
 * each of its connections. A feed that is shared has its connections elsewhere, and is one span here.
 *
 * @param tracer One of @opentelemetry/api, or what has its `startSpan`.
 * @returns a function that ends that for feeds that are opened later; those that are open are told of to their ends.
 * @example
 * import { context, trace } from '@opentelemetry/api';
 * traceFeeds(trace.getTracer('feedsource'), { within: (span) => trace.setSpan(context.active(), span) });
 */
export function traceFeeds<Span extends SpanOf, Context>(
  tracer: Tracer<Span, Context>,
  { within, feeds = () => true }: TraceOptions<Span, Context> = {},
): () => void {
  const watch = (feed: OpenFeed) => {
    if (!feeds(feed.url?.href ?? '')) return;
    const spans = new FeedSpans(tracer, within, () => feed.stats);
    feed.watch(0, (event) => spans.take(event));
  };
  registry.watchers.add(watch);
  return () => void registry.watchers.delete(watch);
}
