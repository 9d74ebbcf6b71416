/** What a JSON pointer (RFC 6901) leads to in a value, or in a JSON text, as a text; undefined if it leads to nothing. */
export function memberOf(from: unknown, pointer: string): string | undefined {
  let value = typeof from === 'string' ? parsed(from) : from;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value === undefined || value === null || typeof value === 'object' ? undefined : `${value as string}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
