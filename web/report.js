// What bench.html and proof.html share: they draw a file of results. Plain scripts, so that
// the pages also work when they are opened as files.
const $ = (selector) => document.querySelector(selector);

function element(name, props = {}, ...children) {
  const made = Object.assign(document.createElement(name), props);
  made.append(...children);
  return made;
}

/**
 * Has results drawn: those at the URL that the page's own names as `json`, else those of the
 * last run; and those of a file that is chosen, since a page opened as a file cannot fetch.
 */
function reads(last, what, show) {
  const take = async (text) => {
    $('#problem').textContent = '';
    try {
      show(JSON.parse(await text));
    } catch (error) {
      $('#problem').textContent = `These are no results of ${what}: ${error.message}`;
    }
  };
  const get = async (url) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response.text();
  };
  $('#file').addEventListener('change', (event) => take(event.target.files[0].text()));
  const url = new URLSearchParams(location.search).get('json');
  if (url) void take(get(url));
  else if (location.protocol !== 'file:') get(last).then(take, () => {});
}
