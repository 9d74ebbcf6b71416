const still = matchMedia('(prefers-reduced-motion: reduce)');

/** A light that lights up at every keep-alive, and fades unless motion is unwelcome. */
export class Light {
  readonly #lamp: HTMLElement;
  #off: ReturnType<typeof setTimeout> | undefined;

  constructor(lamp: HTMLElement) {
    this.#lamp = lamp;
  }

  pulse(): void {
    clearTimeout(this.#off);
    this.#lamp.classList.add('lit');
    this.#off = setTimeout(() => this.#lamp.classList.remove('lit'), 500);
    if (still.matches) return;
    for (const halo of this.#lamp.getAnimations()) halo.cancel();
    this.#lamp.animate([{ boxShadow: '0 0 0 0 var(--beat)' }, { boxShadow: '0 0 0 7px transparent' }], {
      duration: 900,
      easing: 'ease-out',
    });
  }
}
