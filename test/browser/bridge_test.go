package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A page that is refused is given up when the feed goes on without it. What is told of the
// feed later is not about that page.
func TestRefusedPageOfABackfillIsNotLeftOpen(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "bridge.js", "refusedBackfillPage", nil)
	assert.Equal(t, []any{"backfill", "7", "aborted", "end", "feed"}, got)
}

func TestNewestFirstIsDeliveredInOrderBeforeTheFeed(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[map[string][]any](page, "bridge.js", "newestFirst", nil)
	assert.Equal(t, []any{"after=7", "after=7&before=11", "after=7&before=9"}, got["asked"])
	assert.Equal(t, []any{8.0, "8", 9.0, "9", 10.0, "10", 11.0, "日本", 12.0, "12", 13.0, "13"}, got["ids"])
}

func TestFetchThatGivesNoResponseIsAFailure(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "bridge.js", "fetchWithoutResponse", nil)
	assert.Equal(t, []any{"request", true, "request", true, "request", true, "request", true, "request", true}, got)
}

// What a rule compares with may be what JSON has there.
func TestSignalsCompareNumbersAndTruthValues(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "bridge.js", "signalsOfEveryType", nil)
	assert.Equal(t, []any{"410", "true"}, got)
}

// An option that could do nothing is an error: a misspelled word, or a member that is missing.
func TestOptionThatCouldDoNothingIsAnError(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	type members = map[string]any
	for _, c := range []struct {
		options members
		flaw    string
	}{
		{members{"backfill": members{}}, "backfill needs url."},
		{members{"backfill": members{"url": "http://own/pages"}}, "backfill needs after."},
		{members{"decode": members{"data": "/d"}}, "decode needs encoding."},
		{members{"lag": members{"warnMs": 5}}, "lag needs time."},
		{members{"dedupe": members{"window": 5}}, "dedupe needs key."},
		{
			members{"signals": []members{{"then": "stop", "is": "x"}, {"at": "/x", "then": "stopp"}}},
			`signals[1].then is "stopp"; it can be end, last, refresh, rotate, retry, stop, gap, warning, keepalive, bookmark, ready. Did you mean stop?`,
		},
	} {
		got := harness.Call[string](page, "bridge.js", "optionThatCouldDoNothing", harness.Args{"options": c.options})
		assert.Equal(t, "TypeError: "+c.flaw, got, c.options)
	}
}

func TestFormOfThePageIsNotChanged(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "bridge.js", "formsAsSent", nil)
	assert.Equal(t, []any{"a,1 a,2 since,7", true, "a,1 a,2", "a,1 a,2 since,7", true, "a,1 a,2"}, got)
}

// A feed that ends for good has delivered records since the last saving.
func TestCursorIsSavedAfterTheEnd(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "bridge.js", "cursorAfterTheEnd", nil)
	assert.Equal(t, []any{"feedsource/1 3", "feedsource/1 3"}, got)
}

// A body that something else reads cannot be read: the feed is told so, and does not wait
// for ever. A page whose answer about a failure is no number leaves it to the feed.
func TestWhatAPageCanGetWrong(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[map[string]any](page, "bridge.js", "pageThatGetsThingsWrong", nil)
	assert.Equal(t, []any{"request", true}, got["locked"])
	assert.Equal(t, []any{true, true, true, true, true, true, true, true}, got["waits"], "the wait that was proposed, and the page's own")
}
