// Draws the results of ./build.sh bench.
const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const ratio = (value) => (value ? `${value.toFixed(2)}×` : '–');

function classOf({ name, peer }) {
  if (name.startsWith('FeedSource')) return 'ours';
  return peer ? 'peer' : 'hand';
}

/** The bar is the median, the thin line on it the spread. One that is longer than the scale fades. */
function bar({ median, low, high }, most) {
  const share = (value) => `${(100 * Math.min(Math.max(value, 0), most)) / most}%`;
  const spread = element('u', { hidden: low > most || low === high });
  spread.style.left = share(low);
  spread.style.right = `calc(100% - ${share(high)})`;
  const body = element('i', { className: median > most ? 'beyond' : '' });
  body.style.width = share(median);
  return element('span', { className: 'bar', ariaHidden: 'true' }, body, spread);
}

function row(one, unit, most, hand) {
  const title = one.package ? `${one.package} ${versions[one.package] ?? ''}` : '';
  const name = element('span', { className: 'name', title }, one.name);
  if (one.fails)
    return element(
      'li',
      { className: classOf(one) },
      name,
      element('span', { className: 'fails' }, `fails: ${one.fails}`),
    );
  const beside = hand?.median > 0 ? one.median / hand.median : 0;
  const figure = element(
    'span',
    { className: 'figure' },
    `${number.format(one.median)} ${unit}`,
    beside ? ` · ${ratio(beside)}` : '',
  );
  return element('li', { className: classOf(one) }, name, bar(one, most), figure);
}

function draw(group) {
  const ran = group.rows.filter(({ fails }) => !fails);
  const hand = ran.find(({ name }) => name === 'hand');
  // drain only reads; were it on the scale, the others would be hard to tell apart.
  const most = Math.max(...ran.filter(({ name }) => name !== 'drain').map(({ high }) => high), Number.MIN_VALUE);
  const sorted = [...ran].sort((a, b) => (group.better === 'low' ? a.median - b.median : b.median - a.median));
  const rows = [...sorted, ...group.rows.filter(({ fails }) => fails)];
  const note = `${group.unit}, ${group.better === 'low' ? 'less' : 'more'} is better${hand ? '; × is beside hand' : ''}`;
  const size = group.bytes ? `${number.format(group.bytes / 1e6)} MB` : '';
  return element(
    'figure',
    {},
    element('figcaption', {}, group.title, element('small', {}, size ? `${size}; ${note}` : note)),
    element('ol', {}, ...rows.map((one) => row(one, group.unit, most, hand))),
  );
}

const inUnit = (value, unit) => (unit === '×' ? ratio(value) : `${number.format(value)} ${unit}`);

function target({ name, against, measured, limit, verdict }) {
  const open = verdict === 'not measured';
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    element('td', {}, against || '–'),
    element('td', {}, open ? '–' : inUnit(measured, limit.unit)),
    element(
      'td',
      {},
      `${limit.least ? '≥' : '≤'} ${limit.unit === '×' ? ratio(limit.value) : `${limit.value} ${limit.unit}`}`,
    ),
    element('td', { className: verdict }, verdict),
  );
}

/** How many targets are met and how many missed, in words. */
function tally(targets) {
  const counts = ['met', 'missed', 'not measured'].map((verdict) => [
    targets.filter((one) => one.verdict === verdict).length,
    verdict,
  ]);
  return counts
    .filter(([count]) => count)
    .map(([count, verdict]) => `${count} ${verdict}`)
    .join(', ');
}

const list = (record) =>
  Object.entries(record).map(([name, text]) => element('li', {}, element('b', {}, name), ` ${text}`));

/** Where, when and with what the run was made; lists are folded away. */
function about(report) {
  const modes = {
    quick: 'quick: what the targets need, and no more',
    usual: 'usual: every target',
    all: 'every dimension',
    start: 'start: new pages, by cache, processor and network',
    'quick start': 'quick start: new pages, by cache and network',
  };
  const fold = (summary, items) => element('details', {}, element('summary', {}, summary), element('ul', {}, ...items));
  const facts = {
    Made:
      new Date(report.made).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }) + ' UTC',
    Machine: `${report.machine}, ${report.cpus} cores`,
    Browser: report.browser,
    Run: `${modes[report.mode]}; medians of ${report.rounds} rounds or more${report.mb ? `, bodies of ${report.mb} MB` : ''}`,
    Versions: Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    Corpora: fold(Object.keys(report.corpora).join(', '), list(report.corpora)),
    ...(report.leftOut.length && {
      'Left out': fold(
        `${report.leftOut.length} parts`,
        report.leftOut.map((text) => element('li', {}, text)),
      ),
    }),
    ...(report.givenUp && {
      'Given up': fold(
        `${report.givenUp.length} cases`,
        report.givenUp.map((text) => element('li', {}, text)),
      ),
    }),
  };
  return Object.entries(facts).flatMap(([name, fact]) => [element('dt', {}, name), element('dd', {}, fact)]);
}

/** What the dimensions of the groups are called; the groups come in this order. */
const dimensions = {
  throughput: 'Throughput',
  delivery: 'Ways of delivery',
  linear: 'Cost of large records',
  http: 'Throughput over HTTP',
  latency: 'Latency',
  cpu: 'CPU time',
  warm: 'First event, in a page that is loaded',
  cold: 'First event, from navigation',
  'first record': 'First record, from navigation',
  'longest task': 'Longest task of the main thread; 0 is none over 50 ms',
  heap: 'Memory',
  idle: 'Idle feeds',
  size: 'Bytes shipped',
};

function chapter([dimension, title], groups) {
  const id = `of-${dimension}`;
  const made = element('section', {}, element('h2', { id }, title), ...groups.map(draw));
  made.dataset.dimension = dimension;
  made.setAttribute('aria-labelledby', id);
  return made;
}

let versions = {};

function show(report) {
  versions = report.versions;
  $('#about').hidden = false;
  $('#about dl').replaceChildren(...about(report));
  $('#targets').hidden = report.targets.length === 0;
  $('#tally').textContent =
    `${tally(report.targets)}. × are ratios of medians, FeedSource to what it is compared with: ` +
    'of rates, where more is better, and of times, where less is.';
  $('#targets tbody').replaceChildren(...report.targets.map(target));
  const present = Object.entries(dimensions).filter(([name]) =>
    report.groups.some(({ dimension }) => dimension === name),
  );
  $('#groups').replaceChildren(
    ...present.map((one) =>
      chapter(
        one,
        report.groups.filter(({ dimension }) => dimension === one[0]),
      ),
    ),
  );
  $('#filter').replaceChildren(
    element('option', { value: '' }, 'every dimension'),
    ...present.map(([value, text]) => element('option', { value }, text)),
  );
  $('#filter').disabled = false;
}

$('#filter').addEventListener('change', ({ target: { value } }) => {
  for (const made of document.querySelectorAll('#groups section'))
    made.hidden = value !== '' && made.dataset.dimension !== value;
});

reads('dist/bench.json', 'the benchmark', show);
