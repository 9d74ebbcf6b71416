/**
 * A stream of what an iterable gives, read only as the stream is read. Cancelling it ends
 * the iteration. ReadableStream.from makes the same where there is one; Chromium 156 has none.
 */
export function toReadable<E>(source: AsyncIterable<E>): ReadableStream<E> {
  return stream(source[Symbol.asyncIterator]());
}

/**
 * A stage for `pipeThrough`. Any function that makes one async iterable of another is a
 * stage. Each call makes a pair of streams for one use.
 *
 * @example
 * const posts = toReadable(feed).pipeThrough(toTransform((events) => withoutDeleted(events, twitter)));
 * await posts.pipeTo(new WritableStream({ write: (event) => show(event.json) }));
 */
export function toTransform<I, O>(stage: (source: AsyncIterable<I>) => AsyncIterable<O>): ReadableWritablePair<O, I> {
  const { readable, writable } = new TransformStream<I, I>();
  const reader = readable.getReader();
  const events = stage(chunks(reader))[Symbol.asyncIterator]();
  return { writable, readable: stream(events, (reason) => reader.cancel(reason)) };
}

/**
 * `leave` ends what the events are made of. It goes first: a generator that waits for its
 * source does not return before the source has spoken, and one that has not begun ends nothing.
 */
function stream<E>(events: AsyncIterator<E>, leave?: (reason?: unknown) => Promise<void>): ReadableStream<E> {
  return new ReadableStream<E>(
    {
      async pull(controller) {
        try {
          const { done, value } = await events.next();
          if (!done) return controller.enqueue(value);
          await leave?.();
          controller.close();
        } catch (error) {
          await leave?.(error);
          throw error;
        }
      },
      async cancel(reason) {
        await leave?.(reason);
        await events.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** What the stream's own iterator would give, whose lock keeps `cancel` out. */
async function* chunks<E>(reader: ReadableStreamDefaultReader<E>): AsyncGenerator<E, void, undefined> {
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}
