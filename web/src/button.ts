/**
 * Switches a button on or off. It stays in the tab order when off, because a button
 * that is disabled by its own click takes the keyboard's place in the page with it.
 */
export function enable(button: HTMLButtonElement, on: boolean): void {
  const off = String(!on);
  if (button.getAttribute('aria-disabled') !== off) button.setAttribute('aria-disabled', off);
}

/** Has a button do something while it is switched on. */
export function onPress(button: HTMLButtonElement, act: () => void): void {
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') !== 'true') act();
  });
}
