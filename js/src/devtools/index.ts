/**
 * A panel that shows the feeds of a page, for its developers. Importing this adds it to the page, unless there is one.
 *
 * @see docs/devtools.md
 * @packageDocumentation
 */

export { devtools } from './of-page.js';
import { devtools, name } from './of-page.js';
import { FeedSourceDevtools, pageFeeds } from './panel.js';

// A server, a worker and Node have no elements, and nothing is started there.
if (globalThis.customElements && !customElements.get(name)) {
  pageFeeds.start(); // feeds may be opened before the page is there
  customElements.define(name, FeedSourceDevtools as CustomElementConstructor);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', add);
  else add();
}

function add(): void {
  if (!devtools()) document.body.append(document.createElement(name));
}
