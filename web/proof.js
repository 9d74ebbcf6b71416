// Draws what ./build.sh test has shown.
const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const words = { pass: 'held', differs: 'differs on purpose', fail: 'failed' };
const signs = { pass: '✓', differs: '≠', fail: '✗' };

/** How many results a suite has of each outcome. */
function count(cases = []) {
  const found = { pass: 0, differs: 0, fail: 0 };
  for (const { results } of cases) for (const { outcome } of Object.values(results)) found[outcome]++;
  return found;
}

const inWords = (found) =>
  Object.entries(found)
    .filter(([, n]) => n)
    .map(([outcome, n]) => `${n} ${n > 1 ? words[outcome].replace('differs', 'differ') : words[outcome]}`)
    .join(', ');

const idOf = ({ name, browser = '' }) => `${name}-${browser}`.replace(/[^a-z0-9]+/gi, '-');

function summaryRow(suite) {
  const { pass, differs, fail } = count(suite.cases);
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('a', { href: `#${idOf(suite)}` }, suite.title)),
    element('td', {}, suite.browser ?? ''),
    element('td', {}, suite.about.replace(/\. .*/s, '.')),
    element('td', {}, `${pass}`),
    element('td', {}, `${differs}`),
    element('td', { className: fail ? 'some' : '' }, `${fail}`),
  );
}

/** One case: a mark for each column, and below it, when asked for, what was seen. */
function rows(one, columns) {
  const notes = columns
    .filter((name) => one.results[name]?.note)
    .map((name) => element('div', {}, name && element('b', {}, `${name}: `), one.results[name].note));
  const seen = element(
    'tr',
    { className: 'notes', hidden: true },
    element('td', { colSpan: columns.length + 1 }, ...notes),
  );
  const open = () => {
    seen.hidden = !notes.length || !seen.hidden;
  };
  const mark = (name) => {
    const result = one.results[name];
    if (!result) return element('td', {});
    const { outcome, note } = result;
    const label = [words[outcome], note].filter(Boolean).join(': ');
    return element(
      'td',
      {},
      element(
        'button',
        { type: 'button', className: `mark ${outcome}`, title: label, ariaLabel: label, onclick: open },
        signs[outcome],
      ),
    );
  };
  const source = one.source ? [' ', element('small', {}, one.source)] : [];
  const row = element('tr', {}, element('th', { scope: 'row' }, one.name, ...source), ...columns.map(mark));
  row.dataset.outcomes = Object.values(one.results)
    .map(({ outcome }) => outcome)
    .join(' ');
  return [row, seen];
}

/** The cases of one heading. What is short, or not as it should be, is shown at once. */
function group([name, cases], columns, alone) {
  const named = columns.filter(Boolean);
  const head = element(
    'thead',
    {},
    element(
      'tr',
      {},
      element('th', { scope: 'col' }, 'Case'),
      ...named.map((column) => element('th', { scope: 'col' }, column)),
    ),
  );
  const table = element(
    'table',
    { className: 'grid' },
    ...(named.length ? [head] : []),
    element('tbody', {}, ...cases.flatMap((one) => rows(one, columns))),
  );
  const found = count(cases);
  return element(
    'details',
    { className: 'group', open: alone || found.fail > 0 },
    element('summary', {}, name || 'Cases', ' ', element('small', {}, inWords(found))),
    element('div', { className: 'wide' }, table),
  );
}

const svg = (name, attributes, ...children) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/** One line on axes of its own: units differ, and a level line is what is looked for. */
function plot({ title, x }, { name, unit, points }) {
  const [width, height, left, bottom] = [320, 120, 44, 18];
  const most = (Math.max(...points.map(([, y]) => y)) || 1) * 1.1;
  const end = Math.max(...points.map(([at]) => at), Number.MIN_VALUE);
  const place = ([at, y]) => `${left + ((width - left - 6) * at) / end},${(height - bottom) * (1 - y / most) + 2}`;
  const text = (attributes, content) => svg('text', attributes, content);
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img' },
    svg('title', {}, `${title}: ${name}, from ${points[0]?.[1]} to ${points.at(-1)?.[1]} ${unit ?? ''}`),
    svg('path', { class: 'axis', d: `M${left} 2V${height - bottom + 2}H${width - 6}` }),
    svg('polyline', { points: points.map(place).join(' ') }),
    text({ x: left - 4, y: 12, 'text-anchor': 'end' }, number.format(most)),
    text({ x: left - 4, y: height - bottom + 2, 'text-anchor': 'end' }, '0'),
    text({ x: width - 6, y: height - 4, 'text-anchor': 'end' }, `${number.format(end)} ${x}`),
  );
  return element(
    'figure',
    {},
    element('figcaption', {}, name, element('small', {}, unit ? `${title}, ${unit}` : title)),
    picture,
  );
}

function suite(one) {
  const groups = new Map();
  for (const each of one.cases ?? []) groups.set(each.group ?? '', [...(groups.get(each.group ?? '') ?? []), each]);
  const figures = (one.figures ?? []).map(({ name, value, unit }) =>
    element('li', {}, element('b', {}, number.format(value)), ` ${unit ? `${unit} ` : ''}${name}`),
  );
  const plots = (one.plots ?? []).flatMap((each) => each.lines.map((line) => plot(each, line)));
  return element(
    'section',
    { id: idOf(one) },
    element('h2', {}, one.title, one.browser ? element('small', {}, ` in ${one.browser}`) : ''),
    element('p', {}, one.about),
    ...(figures.length ? [element('ul', { className: 'figures' }, ...figures)] : []),
    ...(plots.length ? [element('div', { className: 'plots' }, ...plots)] : []),
    ...[...groups].map((entry) => group(entry, one.columns, groups.size === 1 && entry[1].length <= 40)),
  );
}

function show({ made, machine, suites }) {
  $('#summary').hidden = false;
  const date = new Date(made).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  $('#made').textContent = `${date} UTC, ${machine}: ${inWords(count(suites.flatMap(({ cases }) => cases ?? [])))}.`;
  $('#summary tbody').replaceChildren(...suites.map(summaryRow));
  $('#suites').replaceChildren(...suites.map(suite));
  filter();
}

/** Leaves the rows that have the outcome asked for, and opens their groups. */
function filter() {
  const { value } = $('#only');
  for (const row of document.querySelectorAll('tr[data-outcomes]'))
    row.hidden = value !== '' && !row.dataset.outcomes.includes(value);
  for (const seen of document.querySelectorAll('tr.notes')) {
    seen.hidden = value === '' || seen.previousElementSibling.hidden || !seen.textContent;
  }
  for (const each of document.querySelectorAll('details.group')) {
    const some = each.querySelector('tr[data-outcomes]:not([hidden])');
    each.hidden = !some;
    if (value) each.open = Boolean(some);
  }
}

$('#only').addEventListener('change', filter);

reads('dist/proof.json', 'the tests', show);
