/**
 * Parses a URL as HTML does for the document or worker that the script runs in.
 *
 * @throws {DOMException} SyntaxError: it cannot be parsed.
 */
export function resolve(url: string): URL {
  const { document, location } = globalThis;
  const base = document?.baseURI || location?.href || undefined; // a made-up page may lack either
  try {
    const resolved = new URL(inEncodingOf(document, url), base);
    if (isHost(resolved)) return resolved;
  } catch {}
  const isRelative = !URL.canParse(url, base) && URL.canParse(url, 'http://page/');
  const why = isRelative
    ? 'is relative, and there is no page to resolve it against; give the whole URL'
    : 'is not a URL';
  throw new DOMException(`${JSON.stringify(url)} ${why}.`, 'SyntaxError');
}

/** Reports whether a value is a URL: a text, or what is the same as one, as a URL of another window is. */
export const isURL = (value: unknown): value is string | URL =>
  typeof value === 'string' || (value as URL | null | undefined)?.href === `${value as URL}`;

/** A query is in the document's encoding, which a link knows and a URL does not. */
function inEncodingOf(document: Document | undefined, url: string): string {
  if (!document?.characterSet || document.characterSet === 'UTF-8') return url;
  const link = document.createElementNS('http://www.w3.org/1999/xhtml', 'a') as HTMLAnchorElement;
  link.href = url;
  return link.href; // as it was, if it cannot be parsed
}

/** Whether there can be such a host: Chromium's URL takes a space for %20, and others refuse it. */
function isHost({ protocol, host }: URL): boolean {
  return !/^https?:$/.test(protocol) || !host.includes('%');
}
