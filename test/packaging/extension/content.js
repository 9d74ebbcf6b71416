// Lists what the page's feed brought, as show.js does, which a content script cannot import.
const feed = new FeedSource(new URLSearchParams(location.search).get('feed'), { reconnect: false });
const list = document.querySelector('ul');
const add = (line) => {
  const item = document.createElement('li');
  item.textContent = line;
  list.append(item);
};
feed.onmessage = (event) => add(event.json.text);
feed.onerror = ({ error }) => {
  add(error.type === 'complete' ? 'end' : `${error.type}: ${error.message}`);
  document.body.dataset.done = 'yes';
};
