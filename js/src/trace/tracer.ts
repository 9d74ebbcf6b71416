/** What a span is described by. */
export type Attributes = Record<string, string | number | boolean>;

/** A span as far as it is used here: `Span` of @opentelemetry/api. Times are in milliseconds since 1970. */
export interface SpanOf {
  /** Adds to what describes it. */
  setAttributes(attributes: Attributes): unknown;
  /** Says that something happened. */
  addEvent(name: string, attributes: Attributes, time: number): unknown;
  /** Says how it went; the code 2 is that of an error. */
  setStatus(status: { code: number; message?: string }): unknown;
  /** Says what was wrong. */
  recordException(exception: { name: string; message: string }, time: number): unknown;
  /** Ends it. */
  end(time: number): unknown;
}

/** How a span is started: `SpanOptions` of @opentelemetry/api. */
export interface SpanStart {
  /** 0 is internal, 2 a client. */
  kind: number;
  /** What describes it. */
  attributes: Attributes;
  /** In milliseconds since 1970. */
  startTime: number;
}

/** `Tracer` of @opentelemetry/api. */
export interface Tracer<Span extends SpanOf = SpanOf, Context = unknown> {
  /** Starts a span, whose parent is that of the context, if there is one. */
  startSpan(name: string, options: SpanStart, context?: Context): Span;
}

/** What is traced, and how. All are optional. */
export interface TraceOptions<Span extends SpanOf = SpanOf, Context = unknown> {
  /**
   * The context in which a feed's span is the parent: `(span) => trace.setSpan(context.active(), span)`. Default: the connections of
   * a feed have spans without a parent, or with whichever is active then.
   */
  within?: ((span: Span) => Context) | undefined;
  /** Which feeds are traced, by their URL, which is empty if a function gives it. Default: all. */
  feeds?: ((url: string) => boolean) | undefined;
}
