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
 * Until there are some, the page says which command writes them.
 */
function reads(last, what, show) {
  let drawn = false;
  const missing = (title, reason) => {
    $('#missing').hidden = drawn;
    $('#missing-title').textContent = title;
    $('#problem').textContent = reason;
  };
  const take = async (text) => {
    try {
      show(JSON.parse(await text));
    } catch (error) {
      return missing('These results cannot be drawn', `These are no results of ${what}: ${error.message}`);
    }
    drawn = true;
    missing('', '');
  };
  const get = async (url) => {
    try {
      const response = await fetch(url);
      if (response.status === 204 || response.status === 404) return missing('No results yet', '');
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      await take(response.text());
    } catch (error) {
      missing('The results cannot be read', `${url} cannot be read: ${error.message}`);
    }
  };
  $('#file').addEventListener('change', (event) => take(event.target.files[0].text()));
  const url = new URLSearchParams(location.search).get('json');
  $('nav').hidden = location.protocol === 'file:'; // whose links are a server's
  if (url) void get(url);
  else if (location.protocol !== 'file:') void get(last);
  else missing('No results are chosen yet', '');
}
