import { words } from '../link/words.js';
import type { Pairs } from '../link/contract.js';
import { mustBe } from '../must.js';
import { report } from '../report.js';

/** What of a recording may be secret: a URL as a whole, a parameter of one, a header, or the body of a request. */
export type SecretKind = 'url' | 'query' | 'header' | 'body';

/** Says what stands in a recording for something that may be secret; undefined leaves that to FeedSource. */
export type Redact = (kind: SecretKind, name: string, value: string) => string | undefined;

/** What stands for a secret. */
export const redacted = '[redacted]';

/** Names of headers, parameters and members whose values are secrets, or may be: one too many hides little. */
const secret =
  /auth|cookie|token|ticket|bearer|secret|passw|pwd|passphrase|signature|credential|session|jwt|csrf|xsrf|api[-_]?key|(key|access|websocket-protocol)$|^(sig|sid|code|pass|pw|otp|pin|sas)$|^x-(amz|goog|ms)-/i;

/** A URL in a text, without what may be punctuation behind it. */
const urls = /\b[a-z]+:\/\/[^\s"<>\\]*[^\s"<>\\.,:;!?')\]]/gi;

/** Users and passwords of URLs, and what `Authorization` has, wherever it is. */
const logins = /(?<=\/\/)[^/?#\s"<>]+(?=@)|[^\s",;&](?<=\b(?:bearer|basic) +.)[^\s",;&]*/gi;

/** A parameter, or a member of JSON that is a text; it may lie in a text of JSON itself. */
const named = /(^|[/?&#;\s"<>])([^/=&#?;\s"<>\\]+)(?:=([^&#\s"<>]*)|\\*"\s*:\s*\\*"(.*?)(?=(?<!\\)"|$))/gs;

/** The name of one, also within the value of another. */
const names = /(?:^|[/?&#;\s"<>])([^/=&#?;\s"<>\\]+)(?:=|\\*"\s*:)/g;

/** Takes secrets out of what is recorded. */
export class Redaction {
  readonly #redact: Redact;
  #isFaulty = false;

  constructor(redact: Redact = () => undefined) {
    this.#redact = redact;
  }

  /** A text without the secrets in it; a URL is one, too. */
  text(text: string): string {
    return text
      .replace(urls, (url) => this.#ask('url', '', url) ?? url)
      .replace(logins, redacted)
      .replace(named, (all, before: string, name: string, parameter?: string, member?: string) => {
        const value = parameter ?? member!;
        const plain = [...new URLSearchParams(name).keys()][0] ?? name;
        const asked = value === parameter && /[^\s"<>]/.test(before) ? this.#ask('query', plain, value) : undefined;
        const isShown = !isSecret(plain, value) || (plain === 'code' && value === member); // what went wrong
        return all.slice(0, all.length - value.length) + (asked ?? (isShown ? value : redacted));
      });
  }

  /** What a request or a response begins with. */
  head<Head extends { readonly url: string; readonly headers: Pairs }>(head: Head): Pick<Head, 'url' | 'headers'> {
    const { url, headers } = head;
    const fields = headers.map(([name, value]) => [
      name,
      this.#ask('header', name, value) ?? (secret.test(name) ? redacted : this.text(value)),
    ]);
    return { url: this.text(url), headers: fields as Pairs };
  }

  body(body: string): string {
    return this.#ask('body', '', body) ?? redacted;
  }

  /** Plain data, with its texts as {@link text} has them, and what is thrown in words. */
  data<Data>(data: Data): Data {
    const plain = (_: string, value: unknown): unknown => (typeof value === 'string' ? this.text(value) : value);
    return JSON.parse(JSON.stringify(data, plain)) as Data;
  }

  /** What the page says of a value. What a page throws, or gives that is no text, may not show it, nor harm the feed. */
  #ask(kind: SecretKind, name: string, value: string): string | undefined {
    try {
      const answer = this.#redact(kind, name, value) ?? undefined;
      mustBe('what record.redact gives', answer, typeof answer === 'string', 'a text, or undefined');
      return answer;
    } catch (cause) {
      if (!this.#isFaulty)
        report(new Error(`record.redact failed, and what it fails for is ${redacted}: ${words(cause)}`, { cause }));
      this.#isFaulty = true;
      return redacted;
    }
  }
}

/** Reports whether a value is secret by its name, or there is a secret in it, however often it may be percent-encoded. */
function isSecret(name: string, value: string): boolean {
  const plain = value.replace(/%(?:25)*([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return (
    secret.test(name) || plain.search(logins) >= 0 || [...plain.matchAll(names)].some(([, name]) => secret.test(name!))
  );
}
