import type { Pairs } from '../link/contract.js';

/** What of a recording may be secret: a URL as a whole, a parameter of one, a header, or the body of a request. */
export type SecretKind = 'url' | 'query' | 'header' | 'body';

/** Says what stands in a recording for something that may be secret; undefined leaves that to FeedSource. */
export type Redact = (kind: SecretKind, name: string, value: string) => string | undefined;

/** What stands for a secret. */
export const redacted = '[redacted]';

/** Names of headers and parameters whose values are secrets, or may be: one too many hides little. */
const secret =
  /auth|cookie|token|secret|passw|pwd|passphrase|signature|credential|session|jwt|csrf|xsrf|api[-_]?key|key$|^(sig|sid|code|pass|pw|otp|pin|sas)$|^x-(amz|goog|ms)-/i;

/** Takes secrets out of what is recorded. */
export class Redaction {
  readonly #redact: Redact;

  constructor(redact: Redact = () => undefined) {
    this.#redact = redact;
  }

  /** A text, without the secrets of the URLs in it: users, passwords, and parameters whose names say what they are. */
  text(text: string): string {
    return text
      .replace(/\/\/[^/?#\s"<>]*@/g, `//${redacted}@`)
      .replace(/([?&#;])([^=&#?;\s"<>]+)=([^&#\s"<>]*)/g, (_, before: string, name: string, value: string) => {
        const plain = [...new URLSearchParams(name).keys()][0] ?? name;
        return `${before}${name}=${this.#value('query', plain, value) ?? value}`;
      });
  }

  url(url: string): string {
    return this.#redact('url', '', url) ?? this.text(url);
  }

  /** What a request or a response begins with. */
  head<Head extends { readonly url: string; readonly headers: Pairs }>(head: Head): Pick<Head, 'url' | 'headers'> {
    const { url, headers } = head;
    const fields = headers.map(([name, value]) => [name, this.#value('header', name, value) ?? this.text(value)]);
    return { url: this.url(url), headers: fields as Pairs };
  }

  body(body: string): string {
    return this.#redact('body', '', body) ?? redacted;
  }

  /** What stands for a value; undefined for itself. */
  #value(kind: SecretKind, name: string, value: string): string | undefined {
    return this.#redact(kind, name, value) ?? (secret.test(name) ? redacted : undefined);
  }

  /** Plain data, with its texts as {@link text} has them, and what is thrown in words. */
  data<Data>(data: Data): Data {
    const plain = (_: string, value: unknown): unknown => (typeof value === 'string' ? this.text(value) : value);
    return JSON.parse(JSON.stringify(data, plain)) as Data;
  }
}
