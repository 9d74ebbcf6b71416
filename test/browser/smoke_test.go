package browser

import (
	"testing"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

func TestSmoke(t *testing.T) {
	site := harness.NewSite(t)
	for _, page := range []string{"/script.html", "/module.html"} {
		p := harness.Open(t, site.URL+page)
		got := harness.Await[any](p, `
		const url = "`+site.Feeds+`/twitter/1.1/statuses/sample.json?from=1&count=5&rate=0";
		const feed = new FS.FeedSource(url, { reconnect: false, headers: { Authorization: "Bearer `+"twitter-token"+`" } });
		const log = [];
		feed.onopen = () => log.push("open");
		feed.onmessage = (e) => log.push(e.data);
		feed.addEventListener("malformed", (e) => log.push(["malformed", e.reason, e.data]));
		return new Promise((resolve) => { feed.onerror = (e) => resolve([...log, e.error.type, e.error.message, e.error.body, feed.stats]) });
		`)
		t.Logf("%v", got)
	}
}
