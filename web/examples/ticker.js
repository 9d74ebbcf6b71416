// A stock ticker, by frames of bytes
//
// Trades as a binary protocol sends them: two bytes of length, then the trade. The page counts them by their numbers, and
// asks after the last one when it connects again, so that none is lost.

import { FeedSource } from '/feedsource/index.js';
import { $, faults, feeds, show, tell } from './shell.js';

$('view').innerHTML = `
  <div class="rows">
    <table>
      <thead>
        <tr>
          <th scope="col">Symbol</th>
          <th scope="col">Price</th>
          <th scope="col">Change</th>
          <th scope="col" class="extra">Trend</th>
          <th scope="col">Traded</th>
        </tr>
      </thead>
      <tbody id="stocks"></tbody>
    </table>
  </div>
  <dl class="counters">
    <div><dt>trades</dt><dd id="trades">0</dd></div>
    <div><dt>lost</dt><dd id="lost">0</dd></div>
    <div><dt>bytes of a trade</dt><dd id="size">–</dd></div>
  </dl>`;
faults('ticker', ['cut', '503', 'away']);

const stocks = new Map(); // by symbol
let last = -1; // the number of the last trade

/** What the bytes of a trade say, all in big-endian order. */
function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    number: view.getUint32(0),
    cents: view.getUint32(4),
    size: view.getUint32(8),
    time: new Date(Number(view.getBigUint64(12))),
    symbol: new TextDecoder().decode(bytes.subarray(20)),
  };
}

/** A feed of frames has no ids that an engine could read: the page says itself where it goes on. */
const address = () => `${feeds}/ticker/trades?rate=8${last < 0 ? '' : `&after=${last}`}`;

const feed = new FeedSource(address, { format: 'u16be', parse: decode, resume: 'page' });

feed.addEventListener('open', () => {
  show('open', 'trading');
  tell('open', last < 0 ? 'from now on' : `after trade ${last}`);
});

feed.addEventListener('message', ({ data, json: trade }) => {
  if (last >= 0) $('lost').textContent = Number($('lost').textContent) + trade.number - last - 1;
  last = trade.number;
  $('trades').textContent = Number($('trades').textContent) + 1;
  $('size').textContent = data.length;
  stockOf(trade).take(trade);
});

feed.addEventListener('error', ({ error, message }) => {
  show(error.final ? 'closed' : 'connecting');
  tell(error.type, message);
});

function stockOf({ symbol }) {
  if (!stocks.has(symbol)) {
    stocks.set(symbol, new Stock(symbol));
    const rows = [...stocks.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    $('stocks').replaceChildren(...rows.map(({ row }) => row));
  }
  return stocks.get(symbol);
}

/** A row of the table. */
class Stock {
  row = document.createElement('tr');
  #cells = {};
  #course = [];
  #traded = 0;

  constructor(symbol) {
    this.symbol = symbol;
    for (const name of ['symbol', 'price', 'change', 'course', 'traded']) this.#cells[name] = this.row.insertCell();
    this.#cells.symbol.textContent = symbol;
    this.#cells.course.className = 'extra';
    this.#cells.course.innerHTML = '<svg class="course" viewBox="0 0 120 24" aria-hidden="true"><polyline /></svg>';
  }

  take({ cents, size, number }) {
    this.#traded += size;
    this.#course.push(cents);
    if (this.#course.length > 60) this.#course.shift();
    const change = (100 * cents) / this.#course[0] - 100;
    const { price, traded, course } = this.#cells;
    price.textContent = (cents / 100).toFixed(2);
    this.#cells.change.textContent = `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(2)} %`;
    this.row.dataset.trend = change < 0 ? 'down' : 'up';
    this.row.dataset.number = number;
    traded.textContent = this.#traded;
    course.querySelector('polyline').setAttribute('points', this.#points());
  }

  #points() {
    const [low, high] = [Math.min(...this.#course), Math.max(...this.#course)];
    const y = (cents) => 22 - (20 * (cents - low)) / (high - low || 1);
    return this.#course.map((cents, i) => `${2 * i},${y(cents).toFixed(1)}`).join(' ');
  }
}
