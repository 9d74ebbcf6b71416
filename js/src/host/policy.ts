/** How many addresses are remembered: a feed that is forbidden is closed when it is told. */
const most = 100;

const forbidden: string[] = [];
let listens = false;

/**
 * Begins to note what this page's Content Security Policy forbids: fetch itself does not tell that from a server that is
 * down. Browsers report it in an event of its own (CSP level 3 section 5.4). A policy never becomes laxer: what it forbade
 * once it forbids the next attempt.
 */
export function watchPolicy(): void {
  if (listens) return;
  listens = true;
  globalThis.addEventListener?.('securitypolicyviolation', (event) => {
    const { blockedURI, disposition, effectiveDirective } = event as SecurityPolicyViolationEvent;
    if (disposition === 'report' || effectiveDirective !== 'connect-src') return;
    forbidden.push(blockedURI);
    if (forbidden.length > most) forbidden.shift();
  });
}

/**
 * What connect-src would have to allow for a URL that it forbade, in words. Browsers do not say where a redirect led, but tell
 * of the URL that was asked for, or of its origin alone.
 */
export function needOf({ origin, href }: URL): string | undefined {
  const [bare] = href.split('#');
  if (!forbidden.some((uri) => uri === bare || uri === origin)) return undefined;
  return origin === globalThis.origin ? `the place to which ${origin} redirects` : origin;
}

/** Resolves when a report about a request that has been rejected is there: Chromium dispatches it within a millisecond, ahead of any timer. */
export const reported = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
