// The search of the documentation. All of it happens in the page: the sections of all pages are fetched when somebody first
// comes to the field, and MiniSearch makes an index of them.

const most = 10;
const field = document.querySelector('#search-field');
const box = document.querySelector('#search');
const panel = document.querySelector('#search-panel');
const results = document.querySelector('#search-results');
const summary = document.querySelector('#search-summary');
const said = document.querySelector('#search-said'); // is always there, so that it is read aloud when it changes

/** The index, once it is asked for. A failure is forgotten, so that the next key tries anew. */
let loading;
function index() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load() {
  const [{ default: MiniSearch }, response] = await Promise.all([
    import('/docs/minisearch.js'),
    fetch('/docs/sections.json'),
  ]);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const made = new MiniSearch({
    idField: 'address',
    fields: ['heading', 'page', 'text'],
    storeFields: ['heading', 'page', 'text'],
    searchOptions: {
      boost: { heading: 4, page: 2 },
      prefix: (term) => term.length > 1,
      // A page that explains comes ahead of the declaration of what it explains.
      boostDocument: (address) => (address.startsWith('/docs/api-') ? 0.7 : 1),
    },
  });
  await made.addAllAsync(await response.json()); // in steps, so that one can type meanwhile
  return made;
}

/** For words that nothing has as they stand: they are misspelt. */
const fuzzy = (term) => (term.length > 4 ? 0.2 : false);

/** Sections that have all of the words, or else some like all of them, or else some of them. */
function sectionsWith(words, made) {
  for (const options of [{ combineWith: 'AND' }, { combineWith: 'AND', fuzzy }]) {
    const all = made.search(words, options);
    if (all.length > 0) return all;
  }
  return made.search(words, { fuzzy });
}

async function search() {
  const words = field.value.trim();
  if (!words) return show([], '');
  try {
    const found = sectionsWith(words, await index());
    if (field.value.trim() !== words) return; // a later search is under way
    show(found.slice(0, most), counted(found.length, words));
  } catch (error) {
    show([], `The search could not be loaded: ${error.message}.`);
  }
}

function counted(count, words) {
  if (count === 0) return `Nothing has “${words}” in it.`;
  if (count === 1) return 'One place.';
  return count > most ? `The first ${most} of ${count} places.` : `${count} places.`;
}

function show(found, sentence) {
  results.replaceChildren(...found.map(item));
  summary.textContent = said.textContent = sentence;
  panel.hidden = !sentence;
}

function item({ id, heading, page, text, terms }) {
  const link = document.createElement('a');
  link.href = id;
  link.append(element('strong', heading || page));
  if (heading) link.append(' ', element('span', page));
  link.append(excerpt(text, terms));
  const made = document.createElement('li');
  made.append(link);
  return made;
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** The text around the first word that was found, with what was found marked. */
function excerpt(text, terms) {
  const made = document.createElement('p');
  const words = new RegExp(terms.map((term) => term.replaceAll(/[$^+|\\.*?()[\]{}]/g, '\\$&')).join('|'), 'giu');
  const first = Math.max(0, text.search(words));
  const from = first < 60 ? 0 : text.indexOf(' ', first - 50) + 1;
  const part = text.slice(from, from + 160);
  let at = 0;
  for (const { 0: word, index } of part.matchAll(words)) {
    made.append(part.slice(at, index), element('mark', word));
    at = index + word.length;
  }
  made.append(part.slice(at), from + 160 < text.length ? '…' : '');
  if (from > 0) made.prepend('…');
  return made;
}

function close() {
  panel.hidden = true;
}

/** Up and down go through the results, and from the first one back to the field. */
function step(by) {
  const links = [...results.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement) + by;
  if (at < 0) field.focus();
  else links[Math.min(at, links.length - 1)]?.focus();
}

const keys = {
  ArrowDown: () => (panel.hidden ? search() : step(1)),
  ArrowUp: () => step(-1),
  Escape: () => {
    if (!panel.hidden) field.focus();
    close();
  },
  Enter: () => {
    if (document.activeElement !== field) return false;
    results.querySelector('a')?.click();
  },
};

box.addEventListener('keydown', (event) => {
  if (keys[event.key] && keys[event.key]() !== false) event.preventDefault();
});
field.addEventListener('focus', () => {
  index().catch(() => {}); // is told when something is searched for
});
field.addEventListener('input', search);
field.addEventListener('click', search);
results.addEventListener('click', close); // a link within this page leaves it there
document.addEventListener('click', ({ target }) => {
  if (!box.contains(target)) close();
});
box.addEventListener('focusout', ({ relatedTarget }) => {
  if (relatedTarget && !box.contains(relatedTarget)) close();
});
document.addEventListener('keydown', (event) => {
  const writes = event.target.closest('input, textarea, select, [contenteditable]');
  if (event.key !== '/' || writes || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
});
box.hidden = false; // who has no script has no search, and the list of pages
