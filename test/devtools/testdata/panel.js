// What tests do with the panel, and the words that they have for what it shows.

const host = () => document.querySelector('feedsource-devtools');
const all = (selector) => [...(host()?.shadowRoot.querySelectorAll(selector) ?? [])];
const isShown = (element) => element.getClientRects().length > 0;

let last;
let saved;

/** What else of the page a panel could touch. */
export const traces = () => [
  ...Object.keys(globalThis),
  document.head.innerHTML,
  document.body.outerHTML,
  `${document.adoptedStyleSheets.length}`,
];

export async function addPanel() {
  await import('/dist/devtools.js');
}

export const removePanel = () => host().remove();

export const importAgain = async () =>
  (await import('/dist/devtools.js?again')).devtools()?.isConnected ?? 'there is none';

export async function openFeed({ url, options, waits }) {
  const { FeedSource } = await import('/dist/index.js');
  last = new FeedSource(url, options);
  last.addEventListener('*', () => {});
  if (waits) await new Promise((resolve) => last.addEventListener('message', resolve, { once: true }));
}

export function recordingOfLast() {
  try {
    last.recording();
    return 'it is recorded';
  } catch (error) {
    return error.message;
  } finally {
    last.close();
  }
}

/** Presses a button by its name, as soon as it can be seen. */
export async function press({ name, at = 0 }) {
  const buttons = () => all('button').filter((button) => isShown(button) && nameOf(button).endsWith(name));
  const problem = await until(() => buttons()[at] && !buttons()[at].disabled);
  if (problem) throw new Error(`there is no button ${name}: ${problem}`);
  buttons()[at].click();
}

const nameOf = (button) => button.ariaLabel ?? button.textContent;

export const texts = (selector) =>
  all(selector)
    .filter(isShown)
    .map(({ textContent }) => textContent)
    .join('\n');

export const launcher = () => all('.launcher')[0].textContent;

export const status = () => all('.status')[0].textContent;

/** The states of what is listed, the newest first. */
export const states = () => all('.list .state').map(({ textContent }) => textContent);

export const log = () =>
  all('.log li').map((item) => ({
    what: item.querySelector('b').textContent,
    text: item.querySelector('span').textContent,
  }));

/** The names of what is listed, the newest first. */
export const names = () => all('.list .name').map(({ textContent }) => textContent);

export const facts = () =>
  Object.fromEntries(all('.facts > div').map(({ children: [dt, dd] }) => [dt.textContent, dd.textContent]));

/** The style that the facts have by inheritance. */
export const look = () => {
  const { color, fontSize, letterSpacing } = getComputedStyle(all('.facts')[0]);
  return [color, fontSize, letterSpacing];
};

export const timelineWords = () => all('.timeline figcaption')[0].textContent;

export const measures = () =>
  performance
    .getEntriesByType('measure')
    .filter(({ duration }) => duration >= 0)
    .map(({ name }) => name);

/** The frames of the wire, with their bytes as the column of text has them. */
export const frames = () =>
  all('.frames li').map((item) => ({
    kind: item.className,
    about: item.querySelector('p').firstChild.textContent + item.querySelector('p').childNodes[1].textContent,
    bytes: item
      .querySelector('pre.wide')
      .textContent.split('\n')
      .map((line) => line.slice(10 + 47 + 2))
      .join('')
      .trimStart(), // the first line begins where the frame does
  }));

/** Presses Save, and gives the name of the file; its bytes are kept for `drop`. */
export async function save() {
  const given = new Promise((resolve) => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      URL.createObjectURL = make;
      saved = blob;
      document.addEventListener('click', stop, true);
      return make.call(URL, blob);
    };
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      HTMLAnchorElement.prototype.click = click;
      resolve(this.download);
    };
    const stop = (event) => event.preventDefault();
  });
  await press({ name: 'Save' });
  return given;
}

/** Drops a file on the panel: what was saved, or a text. */
export function drop({ name, text }) {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text ?? saved], name));
  all('.panel')[0].dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

/** Waits until a condition holds. Of one that does not come, it tells what the panel shows instead. */
export async function until(holds) {
  const late = performance.now() + 30_000;
  while (performance.now() < late) {
    if (holds()) return '';
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return `${all('.panel')[0]?.textContent} ${JSON.stringify(states())} ${JSON.stringify(frames())}`;
}

export const focused = () => {
  const { activeElement } = document;
  return nameOf(activeElement.shadowRoot?.activeElement ?? activeElement);
};

/** What is wider than the window, or has its text cut off where nothing scrolls. */
export const stickingOut = () =>
  all('*')
    .filter(isShown)
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !element.closest('pre, svg'))
    .map(({ outerHTML }) => outerHTML.slice(0, 120));
