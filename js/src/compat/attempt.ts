/** One request of a stream, whose response a feed reads, until the stream breaks it off for a reason of its own. */
export class Attempt {
  /** What ended it, unless the server did. */
  failure: { readonly error: unknown } | undefined;
  /** The server has ended the body. */
  isDone = false;
  readonly #abort = new AbortController();
  #body: ReadableStreamDefaultController<Uint8Array> | undefined;

  /** @param over Aborts with the stream. */
  constructor(over: AbortSignal) {
    over.addEventListener('abort', () => this.#abort.abort(over.reason), { once: true, signal: this.signal });
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends it, as if the connection had been cut. */
  breakOff(error: unknown): void {
    this.failure ??= { error };
    this.#body?.error(error); // a fetch of the page's own may not care for the signal
    this.#abort.abort(error);
  }

  /** A response that was accepted, as one that a feed accepts: whoever accepted it knows better what it is. */
  accepted({ body }: Response, contentType: string): Response {
    const reader = body!.getReader();
    const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      this.#body = controller;
    };
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      try {
        const { done, value } = await reader.read();
        if (this.failure) return;
        this.isDone = done;
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        this.breakOff(error);
      }
    };
    const cancel = (reason: unknown) => reader.cancel(reason);
    return new Response(new ReadableStream({ start, pull, cancel }), { headers: { 'Content-Type': contentType } });
  }
}
