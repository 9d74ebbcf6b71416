/** What a component of the apps is given. */
export interface Props {
  url: string | null;
  token: string;
}

/** What a test does with an app: every framework's does the same. */
export interface App {
  /** Mounts the component, or gives it other properties. */
  show(props: Props): void;
  hide(): void;
}

declare global {
  var app: App;
  /** How often the component's document was changed; React's, how often it was rendered. */
  var renders: number;
}

/** Leaves an app for the test, and counts what it does to its document. */
export function provide(app: App, count = true): void {
  globalThis.app = app;
  globalThis.renders = 0;
  const place = document.getElementById('app')!;
  if (count)
    new MutationObserver(() => renders++).observe(place, { subtree: true, childList: true, characterData: true });
}
