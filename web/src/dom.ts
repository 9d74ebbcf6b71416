/** The one element in root that matches; the page's markup promises that it is there. */
export function find<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
}

/** A copy of a template's one element. */
export function stamp(id: string): HTMLElement {
  const { content } = find<HTMLTemplateElement>(document, `template#${id}`);
  return content.firstElementChild!.cloneNode(true) as HTMLElement;
}

/** A new element with a class and what it contains. */
export function element(tag: string, className: string, ...content: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

/** Sets a text only where it differs, so that nothing is announced or laid out twice. */
export function say(where: Element, text: string): void {
  if (where.textContent !== text) where.textContent = text;
}
