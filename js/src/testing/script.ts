/** What a server does next. */
export type Step =
  | { readonly do: 'open'; readonly status: number; readonly headers: Headers }
  | { readonly do: 'send'; readonly records: readonly unknown[] }
  | { readonly do: 'raw'; readonly bytes: Uint8Array }
  | { readonly do: 'keepalive' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'receive' }
  | { readonly do: 'status'; readonly status: number; readonly headers: Headers; readonly body: BodyInit | null }
  | { readonly do: 'cut' }
  | { readonly do: 'end'; readonly code: number; readonly reason: string }
  | { readonly do: 'silence' };

/** These are the last of an answer. */
const last: readonly Step['do'][] = ['status', 'cut', 'end', 'silence'];

/** Where in an answer a server goes on: at a step, and behind so many records of it. */
export interface Place {
  readonly step: number;
  readonly record: number;
}

/** What a server does for one request. Steps may be added while it is at it. */
export class Answer {
  readonly steps: Step[] = [];
  /** Its last step is known. */
  isWhole = false;
  /** Behind the last record that was sent whole, if it was begun and is for another request to go on with. */
  reached: Place | undefined;

  add(step: Step): void {
    this.steps.push(step);
    this.isWhole = last.includes(step.do);
  }
}

/** The answers to requests, in turn. */
export class Script {
  readonly #answers: Answer[] = []; // nobody has asked for yet
  readonly #waiting: Answer[] = []; // of requests that came ahead of their first step
  #writing: Answer | undefined; // to which steps are added
  #interrupted: Answer | undefined; // which the next request gets the rest of

  add(step: Step): void {
    this.#writing ??= this.#waiting.shift() ?? this.#queued();
    this.#writing.add(step);
    if (this.#writing.isWhole) this.#writing = undefined;
  }

  /** The steps of the answer that is being written have more than waits among them. */
  get hasBegun(): boolean {
    return !!this.#writing?.steps.some((step) => step.do !== 'wait');
  }

  /** The answer to the next request, which may have no steps yet. */
  take(): Answer {
    const answer = this.#interrupted ?? this.#answers.shift() ?? new Answer();
    if (answer.steps.length === 0) this.#waiting.push(answer);
    this.#interrupted = undefined;
    return answer;
  }

  /** The rest of an answer is for the next request. */
  giveBack(answer: Answer): void {
    this.#interrupted = answer;
  }

  /** Nothing is added to an answer whose connection is over; what follows is for the next request. */
  drop(answer: Answer): void {
    if (this.#interrupted === answer) return;
    if (this.#writing === answer) this.#writing = undefined;
    const at = this.#waiting.indexOf(answer);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** Whether there is an answer that nobody has asked for. */
  get isLeft(): boolean {
    return this.#answers.length > 0 || this.#interrupted !== undefined;
  }

  #queued(): Answer {
    const answer = new Answer();
    this.#answers.push(answer);
    return answer;
  }
}
