import { find, say } from './dom.js';

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field of a form, and the place beside it where its mistakes are told. */
export class Field<I extends Input = HTMLInputElement> {
  readonly input: I;
  readonly #problem: HTMLElement;

  constructor(form: HTMLElement, name: string) {
    this.input = find<I>(form, `[name=${name}]`);
    this.#problem = find(form, `#${name}-problem`);
  }

  get value(): string {
    return this.input.value;
  }

  /** Tells what is wrong, or with '' that nothing is. */
  tell(problem: string): void {
    say(this.#problem, problem);
    if (problem) this.input.setAttribute('aria-invalid', 'true');
    else this.input.removeAttribute('aria-invalid');
  }
}
