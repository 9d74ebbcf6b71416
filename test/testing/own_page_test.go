package testing

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// ownPage is a page of one's own: it reads the feed that its query names, and shows the records.
const ownPage = `<!doctype html><link rel=icon href=data:,><ul></ul><p>connecting</p>
<script src="/dist/feedsource.js"></script>
<script>
  const { feed: url, preset, token } = Object.fromEntries(new URLSearchParams(location.search));
  const headers = token ? { Authorization: 'Bearer ' + token } : {};
  const feed = new FeedSource(url, { preset, headers });
  feed.onopen = () => say('open');
  const say = (words) => (document.querySelector('p').textContent = words);
  feed.onerror = ({ error }) => say(error.final ? 'closed: ' + error.type : 'back after ' + error.type);
  feed.addEventListener('*', ({ data }) => {
    const item = document.createElement('li');
    item.textContent = data;
    document.querySelector('ul').append(item);
  });
</script>`

// region site
// ownSite serves the page and the feeds, and opens a tab.
func ownSite(t *testing.T) (tab context.Context, site string, server *feeds.Server) {
	server = feeds.New(feeds.Options{Interval: time.Hour}) // nothing comes but what a query asks for
	mux := http.NewServeMux()
	mux.Handle("/feeds/", http.StripPrefix("/feeds", server))
	mux.Handle("/dist/", http.StripPrefix("/dist/", http.FileServer(http.Dir(dist))))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(ownPage)) })
	host := httptest.NewServer(mux)
	t.Cleanup(func() { server.Cut(); host.Close() })
	return harness.Blank(t).Context, host.URL, server
}

// texts waits until the page shows so many records, and returns them.
func texts(t *testing.T, tab context.Context, url string, count int) (list []string) {
	t.Helper()
	require.NoError(t, chromedp.Do(tab, chromedp.Navigate(url)))
	require.Eventually(t, func() bool {
		list, _ = chromedp.Run(tab, chromedp.Evaluate[[]string](`[...document.querySelectorAll('li')].map((li) => li.textContent)`))
		return len(list) >= count
	}, time.Minute, 50*time.Millisecond, url)
	return list
}

// says waits until the page says what became of its feed.
func says(t *testing.T, tab context.Context, words string) {
	t.Helper()
	require.Eventually(t, func() bool {
		said, _ := chromedp.Run(tab, chromedp.Evaluate[string](`document.querySelector('p').textContent`))
		return said == words
	}, time.Minute, 50*time.Millisecond, words)
}

// endregion

var dist = filepath.Join(harness.Root(), "js", "dist")

// region gitter
func TestOwnPageWithGitter(t *testing.T) {
	tab, site, _ := ownSite(t)
	feed := "/feeds/gitter/v1/rooms/42/chatMessages?from=1%26count=3%26rate=0"
	list := texts(t, tab, site+"?preset=gitter&token="+feeds.GitterToken+"&feed="+feed, 3)
	for i, number := range []string{"#1", "#2", "#3"} {
		assert.Contains(t, list[i], number)
	}
}

// endregion

// region ably
func TestOwnPageWithAbly(t *testing.T) {
	tab, site, _ := ownSite(t)
	feed := "/feeds/ably/event-stream?channels=news%26v=1.2%26from=1%26rate=0%26cut=700%26times=1%26key=" + feeds.AblyKey
	list := texts(t, tab, site+"?preset=ably&feed="+feed, 4) // it is cut within the messages, and resumes
	for i, number := range []string{"#1", "#2", "#3", "#4"} {
		assert.Contains(t, list[i], number)
	}
}

// endregion

// region espresso
func TestOwnPageWithEspresso(t *testing.T) {
	tab, site, server := ownSite(t)
	list := texts(t, tab, site+"?preset=espresso&feed=/feeds/espresso/subscribe?from=1%26count=2%26rate=0%26hold=1", 2)
	assert.Len(t, list, 2)
	require.Len(t, server.Connections(), 1)
	assert.Equal(t, 1, server.CutFeed("espresso"))
	says(t, tab, "back after network")
}

// endregion

// region twitter
func TestOwnPageWithTwitter(t *testing.T) {
	tab, site, _ := ownSite(t)
	feed := "/feeds/twitter/1.1/statuses/sample.json?delimited=length%26extras=0%26from=1%26take=3%26rate=0%26hold=1"
	list := texts(t, tab, site+"?preset=twitter-length&token="+feeds.TwitterToken+"&feed="+feed, 3)
	for i, number := range []string{"#1", "#2", "#3"} {
		assert.Contains(t, list[i], number)
	}
}

// endregion

// region faults
func TestOwnPageWithFaults(t *testing.T) {
	tab, site, _ := ownSite(t)
	for fault, words := range map[string]string{
		"status=404":           "closed: status",
		"status=503":           "back after status",
		"cut=0":                "back after network",
		"html=1":               "back after content-type",
		"status=204%26times=1": "closed: no-content",
	} {
		url := site + "?feed=/feeds/espresso/subscribe?rate=0%26" + fault
		require.NoError(t, chromedp.Do(tab, chromedp.Navigate(url)))
		says(t, tab, words)
	}
}

// endregion
