import { FeedSource, formats, type FeedSourceInit, type Format } from '/feedsource/index.js';
import { presets, type PresetName } from '/feedsource/presets.js';
import { Redaction } from '../../js/src/page/redaction.js';
import { enable, onPress } from './button.js';
import { Card } from './card.js';
import type { Config } from './config.js';
import { find, say } from './dom.js';
import { Field } from './field.js';
import { parseHeaders } from './headers.js';
import { rawOf } from './raw.js';
import type { Recipe } from './recipe.js';

/** Records kept in the page. */
const limit = 200;

/** What is shown of URLs: as in a recording, which somebody may see who is not to know their passwords. */
const redaction = new Redaction();

/** The form that reads any URL, and the card that shows what comes. */
export class ReaderForm {
  readonly #card = new Card('Records', limit);
  readonly #form: HTMLFormElement;
  readonly #url: Field;
  readonly #headers: Field<HTMLTextAreaElement>;
  readonly #preset: HTMLSelectElement;
  readonly #format: HTMLSelectElement;
  readonly #method: HTMLSelectElement;
  readonly #body: HTMLTextAreaElement;
  readonly #again: HTMLInputElement;
  readonly #share: HTMLInputElement;
  readonly #close: HTMLButtonElement;

  constructor(form: HTMLFormElement, place: HTMLElement, config: Config) {
    this.#form = form;
    this.#url = new Field(form, 'url');
    this.#headers = new Field(form, 'headers');
    this.#preset = find(form, '[name=preset]');
    this.#format = find(form, '[name=format]');
    this.#method = find(form, '[name=method]');
    this.#body = find(form, '[name=body]');
    this.#again = find(form, '[name=again]');
    this.#share = find(form, '[name=share]');
    this.#close = find(form, '[data-do=close]');
    const names = Object.keys(presets).sort();
    this.#preset.append(...names.map((name) => new Option(name)));
    this.#format.append(...formats.map((format) => new Option(format)));
    this.#suggest(config);
    place.append(this.#card.element);
    this.#listen();
  }

  /** Begins with an address that works: Ably's feed as bare lines, which no card shows. */
  #suggest({ feeds, credentials }: Config): void {
    this.#url.input.value = `${feeds}/ably/event-stream?channels=console&v=1.2&keepalive=700`;
    this.#headers.input.value = `Authorization: Basic ${btoa(credentials.ably)}`;
    this.#format.value = 'ndjson' satisfies Format;
  }

  #listen(): void {
    this.#card.element.id = 'records';
    this.#card.describe('What the form reads appears here as it comes.');
    this.#card.onDraw = () => enable(this.#close, this.#card.session.readyState !== FeedSource.CLOSED);
    this.#card.onDraw();
    onPress(this.#close, () => this.#card.session.close());
    this.#method.addEventListener('change', () => this.#showBody());
    this.#showBody();
    this.#preset.addEventListener('change', () => this.#showPreset());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#read();
    });
  }

  #showBody(): void {
    find(this.#form, '.body-field').hidden = this.#method.value !== 'POST';
  }

  /** Says what the preset reads, and puts its format in place. */
  #showPreset(): void {
    const preset = presets[this.#preset.value as PresetName];
    say(find(this.#form, '#preset-hint'), preset?.about ?? '');
    this.#format.value = `${preset?.options.format ?? 'auto'}`;
  }

  #read(): void {
    const recipe = this.#recipe();
    if (!recipe) {
      find(this.#form, '[aria-invalid]').focus();
      return;
    }
    this.#card.clear();
    const how = /^ws/.test(recipe.url) ? 'WebSocket' : (recipe.init.method ?? 'GET');
    this.#card.describe(`${how} ${redaction.text(recipe.url)}`);
    try {
      this.#card.open(recipe);
    } catch (error) {
      this.#url.tell((error as Error).message); // options that do not go together
    }
  }

  /** What the form asks for; undefined when a field is wrong, which is then told beside it. */
  #recipe(): Recipe | undefined {
    const { url, problem } = parseURL(this.#url.value);
    const parsed = parseHeaders(this.#headers.value);
    this.#url.tell(problem ?? '');
    const isSocket = !!url && /^wss?:$/.test(url.protocol);
    const idle = isSocket && this.#headers.value.trim() !== '';
    this.#headers.tell(idle ? 'A page cannot give a WebSocket headers; leave this empty.' : (parsed.problem ?? ''));
    if (!url || idle || parsed.problem !== undefined) return undefined;
    const format = this.#format.value as Format;
    const init: FeedSourceInit = isSocket ? { format } : { format, ...this.#request(parsed.headers) };
    if (this.#preset.value) init.preset = this.#preset.value as PresetName;
    if (!this.#again.checked) init.reconnect = false;
    if (this.#share.checked) init.share = true;
    return { url: url.href, init, read: rawOf(format) };
  }

  /** What a request has besides its URL. */
  #request(headers: Headers): FeedSourceInit {
    const method = this.#method.value;
    const given = headers.keys().next().done ? {} : { headers }; // also of presets of WebSockets, which take none
    return method === 'POST' ? { method, ...given, body: this.#body.value } : given;
  }
}

/** A host without a scheme ahead of it, which would be taken for a path of this page, or for a scheme. */
const bareHost = /^(localhost|[\w-]+(\.[\w-]+)+|\[[\da-f:.]+\])(:\d+)?([/?]|$)|^[\w-]+:\d+([/?]|$)/i;

/** A URL that a feed can be read from, or why it is none. */
function parseURL(text: string): { url?: URL; problem?: string } {
  if (!text.trim()) return { problem: 'Enter the URL of a feed.' };
  if (bareHost.test(text.trim())) {
    const scheme = /^(localhost|127\.|\[|[^/?]*:)/.test(text.trim()) ? 'http' : 'https';
    const bare = redaction.text(text.trim());
    return {
      problem: `“${bare}” has no scheme; write ${scheme}://${bare}, or ./${bare} if it is a path of this page.`,
    };
  }
  let url;
  try {
    url = new URL(text.trim(), location.href);
  } catch {
    return { problem: `“${redaction.text(text.trim())}” is not a URL; write one like https://example.com/feed.` };
  }
  if (!/^(https?|wss?):$/.test(url.protocol))
    return { problem: `A feed's URL begins with https:, http:, wss: or ws:, and not with ${url.protocol}.` };
  return { url };
}
