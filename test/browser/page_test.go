package browser

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

const stays = `<!doctype html><link rel=icon href=data:,><script type="module" src="/scripts/stays.js"></script>`

const away = `<!doctype html><link rel=icon href=data:,><script>onload = () => setTimeout(() => history.back(), 300)</script>`

// A feed does not keep its page out of the back/forward cache, and goes on where it was
// when the page comes back: nothing lost, nothing twice.
func TestBackForwardCache(t *testing.T) {
	harness.NotIn(t, harness.Firefox, notKept)
	site := harness.NewSite(t)
	type report struct {
		IDs []int
		Log []string
	}
	reports := make(chan report, 1)
	site.Add("/stays.html", stays)
	site.Add("/away.html", away)
	site.Handle("/report", func(_ http.ResponseWriter, r *http.Request) {
		var got report
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&got))
		reports <- got
	})
	ways := []string{""}
	if version, err := harness.Version(); err == nil && harness.Browser() == harness.Chromium && version >= "Chromium 156" {
		ways = append(ways, "?share") // Chromium 148 keeps no page that has a shared worker, 156 does, WebKitGTK only some of them
	}
	for _, query := range ways {
		harness.OpenWhole(t, site.URL+"/stays.html"+query, time.Minute)
		select {
		case got := <-reports:
			log := slices.DeleteFunc(got.Log, func(line string) bool { return line == "persisted false" }) // heard if the script was in time
			assert.ElementsMatch(t, []string{"away 0", "persisted true"}, log)
			for i, id := range got.IDs {
				require.Equal(t, i+1, id)
			}
			assert.GreaterOrEqual(t, len(got.IDs), 40)
		case <-time.After(50 * time.Second):
			t.Fatal("the page did not come back from the cache")
		}
	}
}

// A POST is not sent again because its page was away for a moment.
func TestPostIsNotSentAgainByAPageThatComesBack(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "page.js", "returnToThePage", harness.Args{"url": harness.Serve(t, hanging(rec))})
	assert.Equal(t, []any{1.0, 0.0}, got)
	assert.Len(t, rec.list(), 1)
}

func TestNetworkThatComesBackIsUsedAtOnce(t *testing.T) {
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(503, "", "").with("Retry-After", "3600").answer(200, stream, "data: x\n\n")
	page := open(t, site, "/script.html")
	got := harness.Call[string](page, "page.js", "goOnline", harness.Args{"url": harness.Serve(t, rec)})
	assert.Equal(t, "x", got)
}

// While the browser is offline, attempts fail, the first of them without its cursor at once, should CORS have
// refused that; as soon as it is not, the feed goes on,
// long before its wait is over.
func TestBrowserThatGoesOffline(t *testing.T) {
	harness.InPageOnly(t, "Chromium's emulation of being offline does not reach workers")
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	harness.Call[any](page, "page.js", "openOnline", nil)
	page.Offline(true)
	site.Server.CutFeed("espresso")
	online := harness.Call[bool](page, "page.js", "failOffline", nil)
	assert.False(t, online)
	page.Offline(false)
	got := harness.Call[[]any](page, "page.js", "goOnOnline", nil)
	assert.Equal(t, []any{[]any{"network", 600000.0, "network", 0.0}, true}, got)
}
