/** Header lines as somebody typed them: the headers, or what is wrong with a line. */
export type Parsed = { headers: Headers; problem?: undefined } | { problem: string };

/** Reads one `Name: value` per line; blank lines count for nothing. */
export function parseHeaders(text: string): Parsed {
  const headers = new Headers();
  for (const [i, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    const problem = append(headers, line);
    if (problem) return { problem: `Line ${i + 1}: ${problem}` };
  }
  return { headers };
}

function append(headers: Headers, line: string): string | undefined {
  const colon = line.indexOf(':');
  if (colon < 0) return `“${line.trim()}” has no colon; write Name: value.`;
  const name = line.slice(0, colon).trim();
  const value = line.slice(colon + 1).trim();
  try {
    headers.append(name, value);
  } catch {
    return isName(name)
      ? `the value of ${name} holds characters that no header can.`
      : `“${name}” is not a header name.`;
  }
  // A request drops, without a word, what pages may not set.
  const sent = new Request(location.href, { headers: [[name, value]] }).headers.has(name);
  return sent ? undefined : `browsers do not let pages set ${name}.`;
}

function isName(name: string): boolean {
  try {
    return new Headers([[name, '']]).has(name);
  } catch {
    return false;
  }
}
