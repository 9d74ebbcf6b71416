// What tests call the parts of the console page.

export const $ = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const cards = () => all('#cards > article');
export const card = (id) => document.getElementById(id);
export const state = (of) => $('.state-word', of).textContent;
export const trouble = (of) => $('.trouble-text', of);
export const count = (of, name) => Number($(`[data-count=${name}]`, of).textContent.replaceAll(',', ''));

export const shown = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

// What came, without what the console tells of the line.
export const messages = (of) =>
  all('.message:not(.log)', of).map((item) => ({
    who: $('.who', item).textContent,
    handle: $('.handle', item)?.textContent ?? '',
    what: $('.what', item).textContent,
    when: $('time', item).textContent,
    classes: item.className,
  }));

// What the console tells of the line, newest first.
export const log = (of) =>
  all('.message.log', of).map((item) =>
    ['.who', '.handle', '.what'].map((part) => $(part, item)?.textContent).join(' '),
  );

// The numbers of a card's messages, newest first.
export const numbers = (of) => messages(of).map(({ what }) => Number(/#(\d+)$/.exec(what)?.[1] ?? NaN));

const summary = () =>
  all('article, .problem')
    // biome-ignore lint/performance/useDomNodeTextContent: what is seen, line by line
    .map((part) => part.innerText.slice(0, 500).replace(/\s+/g, ' '))
    .join('\n');

// Waits until a condition holds. Of one that does not come, it tells what the page shows instead.
export async function until(holds) {
  const late = performance.now() + 40_000;
  while (performance.now() < late) {
    if (holds()) return '';
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return summary();
}

export const focus = ({ selector }) => $(selector).focus();

export function selectText({ selector }) {
  $(selector).focus();
  $(selector).select();
}

// Picks an option of a select.
export function choose({ selector, value }) {
  const field = $(selector);
  field.value = value;
  if (field.value !== value) throw new Error('no such option');
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

// What a person can operate. A list that scrolls is among them.
export const controls = () => all('a[href], button, input, select, textarea, [tabindex]').filter(shown);

export const nameOf = (e) => e.getAttribute('aria-label') || e.id || e.name || e.textContent;
