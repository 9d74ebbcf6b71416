/** How many addresses are remembered: a feed that is forbidden is closed when it is told. */
const most = 100;

const forbidden: string[] = [];
let listens = false;

/**
 * Begins to note what this page's Content Security Policy forbids: fetch itself does not tell that from a server that is
 * down. Browsers report it in an event of its own (CSP level 3 section 5.4), which may come behind the rejection; but a
 * policy never becomes laxer, so that what it forbade once it forbids the next attempt.
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

/** What connect-src would have to allow for a URL that it forbade. Behind a redirect browsers tell the origin alone. */
export function isForbidden({ origin, href }: URL): string | undefined {
  const [bare] = href.split('#');
  return forbidden.find((uri) => uri === bare || uri === origin) && origin;
}
