package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

func TestStatesAndHandlers(t *testing.T) {
	site := harness.NewSite(t)
	for _, way := range ways {
		page := open(t, site, way)
		got := harness.Call[[]any](page, "contract.js", "statesAndHandlers", nil)
		assert.Equal(t, []any{0.0, 0.0, 1.0, 2.0, 2.0, true, false, nil, "open", true, 1.0}, got[:11], way)
		assert.Equal(t, []any{"2", nil, nil, 2.0}, got[len(got)-4:], way)
		assert.NotContains(t, got, "replaced")
		for i, entry := range got {
			if entry == "second" {
				assert.Equal(t, "first", got[i-1], "a handler keeps the place of the one it replaces")
			}
		}
	}
}

func TestListeners(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string]int](page, "contract.js", "listeners", nil)
	assert.Equal(t, map[string]int{
		"all": 3, "once": 1, "object": 3, "signal": 1, "named": 1, "serverError": 1, "feedError": 1, "removed": 0,
	}, got)
}

func TestJSONIsParsedOnceAndOnFirstUse(t *testing.T) {
	harness.NotIn(t, harness.WebKit, parsesJSON)
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[map[string]any](page, "contract.js", "jsonOnFirstUse", nil)
	assert.Equal(t, []any{1.0, true, 3.0, true}, got["values"])
	assert.Equal(t, 0.0, got["parsesBefore"])
	assert.Equal(t, 4.0, got["parses"], "of three records, the one that is not JSON twice")
	assert.Equal(t, true, got["again"], "what is wrong with a record is told once")
	assert.Equal(t, []any{true, "malformed", `A record beginning "{\"a\":}" is not JSON (use event.text); the feed goes on.`, true}, got["error"])
	assert.Equal(t, []any{"not-json", `{"a":}`, 6.0, true}, got["malformed"])
	assert.Equal(t, 1.0, got["stats"])
}

func TestCloseInAListenerStopsAtOnce(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "contract.js", "closeInAListener", nil)
	assert.Equal(t, []string{"x", "x", "x", "closed 2"}, got)
}

func TestListenerThatThrowsHarmsNobody(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("thrown on purpose")
	got := harness.Call[int](page, "contract.js", "listenerThatThrows", nil)
	assert.Equal(t, 6, got)
}

func TestFeedOpenedInAListener(t *testing.T) {
	harness.NotShared(t, "feeds of one URL are one there, and later ones begin with its next record")
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[[]int](page, "contract.js", "feedOpenedInAListener", nil)
	assert.Equal(t, []int{124750, 124750, 124750, 124750, 124750}, got)
}

// Fifty feeds need more than the six connections that a browser gives one HTTP/1.1
// origin: each five go to an origin of their own.
func TestFiftyFeedsAtOnce(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	var origins []string
	for range 10 {
		origins = append(origins, harness.Serve(t, site.Server))
	}
	got := harness.Call[[]int](page, "contract.js", "fiftyFeeds", harness.Args{"origins": origins})
	want := []int{}
	for range 50 {
		want = append(want, 100)
	}
	assert.Equal(t, append(want, 50, 50), got)
}
