// Draws the results of ./build.sh bench. A plain script, so that the page also works
// when it is opened as a file.
const $ = (selector) => document.querySelector(selector);

function element(name, props = {}, ...children) {
  const made = Object.assign(document.createElement(name), props);
  made.append(...children);
  return made;
}

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const ratio = (value) => (value ? `${value.toFixed(2)}×` : '–');

function classOf({ name, peer }) {
  if (name.startsWith('FeedSource')) return 'ours';
  return peer ? 'peer' : 'hand';
}

/** The bar is the median, the thin line on it the spread. */
function bar({ median, low, high }, most) {
  const share = (value) => `${(100 * Math.min(Math.max(value, 0), most)) / most}%`;
  const spread = element('u');
  spread.style.left = share(low);
  spread.style.right = `calc(100% - ${share(high)})`;
  const body = element('i');
  body.style.width = share(median);
  return element('span', { className: 'bar', ariaHidden: 'true' }, body, spread);
}

function row(one, { unit, better }, most, hand) {
  const title = one.package ? `${one.package} ${versions[one.package] ?? ''}` : '';
  const name = element('span', { className: 'name', title }, one.name);
  if (one.fails) return element('li', { className: classOf(one) }, name, element('span', { className: 'fails' }, `fails: ${one.fails}`));
  const beside = hand && one.median > 0 ? (better === 'low' ? hand.median / one.median : one.median / hand.median) : 0;
  const figure = element('span', { className: 'figure' }, `${number.format(one.median)} ${unit}`, beside ? ` · ${ratio(beside)}` : '');
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
  const figure = element('figure', {},
    element('figcaption', {}, group.title, element('small', {}, note)),
    element('ol', {}, ...rows.map((one) => row(one, group, most, hand))));
  figure.dataset.dimension = group.dimension;
  return figure;
}

function target({ name, against, ratio: measured, target: wanted, verdict }) {
  return element('tr', {},
    element('th', { scope: 'row' }, name), element('td', {}, against),
    element('td', {}, ratio(measured)), element('td', {}, ratio(wanted)), element('td', { className: verdict }, verdict));
}

let versions = {};

function show(report) {
  versions = report.versions;
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ');
  $('#about').textContent = `${report.made}, ${report.browser}, ${report.machine} with ${report.cpus} CPUs; ` +
    `medians of ${report.rounds} rounds or more, bodies of ${report.mb} MB. Peers: ${peers}. ` +
    `Corpora: ${Object.entries(report.corpora).map(([name, text]) => `${name}: ${text}`).join('; ')}.`;
  const judged = report.targets.filter((one) => one.ratio > 0);
  $('#targets').hidden = judged.length === 0;
  $('#targets tbody').replaceChildren(...judged.map(target));
  $('#groups').replaceChildren(...report.groups.map(draw));
  const dimensions = [...new Set(report.groups.map(({ dimension }) => dimension))];
  $('#filter').replaceChildren(element('option', { value: '' }, 'every dimension'), ...dimensions.map((one) => element('option', {}, one)));
  $('#filter').disabled = false;
}

async function take(text) {
  $('#problem').textContent = '';
  try {
    show(JSON.parse(await text));
  } catch (error) {
    $('#problem').textContent = `These are no results of the benchmark: ${error.message}`;
  }
}

$('#file').addEventListener('change', (event) => take(event.target.files[0].text()));
$('#filter').addEventListener('change', ({ target: { value } }) => {
  for (const figure of document.querySelectorAll('figure')) figure.hidden = value !== '' && figure.dataset.dimension !== value;
});

async function get(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}

const url = new URLSearchParams(location.search).get('json');
if (url) take(get(url));
