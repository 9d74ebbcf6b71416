package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A page that is reloaded goes on behind the last event that it was given, from a store
// that outlives it.
func TestReloadResumes(t *testing.T) {
	harness.NotShared(t, "their cursor moves by whole chunks")
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	read := func(n int) []any {
		return harness.Call[[]any](page, "persist.js", "readSome", harness.Args{"n": n})
	}
	reload := func() { page.Navigate(site.URL + "/module.html") }
	assert.Equal(t, []any{1.0, 2.0, 3.0}, read(3))
	reload()
	// The loop was left while it was working on 3: it has not taken delivery of it.
	assert.Equal(t, []any{3.0, 4.0, 5.0, 6.0}, read(4))
	reload()
	assert.Equal(t, []any{6.0, 7.0}, read(2))
	assert.Equal(t, "feedsource/1 6", harness.Await[string](page, "return localStorage.news"))
}

// What is saved is what was delivered, a second after it moved, and at once when the feed
// is closed or the page is left.
func TestCursorIsSavedSparingly(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[map[string]any](page, "persist.js", "cursorsSaved", nil)
	assert.Equal(t, 11.0, got["first"], "it went on behind what an async store held")
	assert.Greater(t, got["events"], 500.0)
	assert.Less(t, got["running"], 9.0, "about one for each second")
	assert.Greater(t, got["running"], 0.0)
	assert.Equal(t, true, got["last"])
	assert.Equal(t, true, got["key"], "the URL without what may be secret")
}

func TestStoreThatHoldsSomethingElseIsIgnoredWithAWarning(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[[]any](page, "persist.js", "strangeStores", nil)
	bad := []any{"persist", "1"}
	assert.Equal(t, []any{bad, bad, bad, bad, bad, []any{"1"}, []any{"1"}, []any{"6"}, []any{"8"}}, got)
}

// A store that refuses the last cursor of a feed that failed for good was once not told of:
// it was written when the feed was closed already.
func TestStoreThatRefusesTheLastCursorIsToldOf(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "persist.js", "storeThatRefuses", nil)
	require.Len(t, got, 3)
	assert.Equal(t, []string{"message x", "error complete"}, []string{got[0], got[2]})
	assert.Contains(t, got[1], "full at feedsource/1 5")
}

// A store that promised to keep a cursor and could not was once nobody's: the page had an
// unhandled rejection.
func TestStoreThatBreaksItsPromiseIsToldOf(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "persist.js", "storeThatBreaksItsPromise", nil)
	require.Len(t, got, 2)
	assert.Equal(t, "persist", got[0])
	assert.Contains(t, got[1], "full at feedsource/1 3")
}

// Gitter's stream takes no cursor. Kept beyond the page, it is where the backfill begins.
func TestCursorThatIsKeptAndNotSent(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "persist.js", "cursorThatIsKept", nil)
	assert.Equal(t, []any{"8", []any{"stream", "rest?afterId=7"}}, got)
}

// A store can be named, as the browser names it. Reading is left without closing the feed, so that what is kept is
// what is written as the page goes.
func TestStoresByName(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, name := range []string{"localStorage", "sessionStorage", "indexedDB"} {
		t.Run(name, func(t *testing.T) {
			read := func(end int) []string {
				ids := harness.Call[[]string](page, "persist.js", "readByName", harness.Args{"persist": name, "end": end})
				page.Navigate(site.URL + "/module.html")
				return ids
			}
			assert.Equal(t, []string{"1", "2", "3"}, read(3))
			assert.Equal(t, []string{"4", "5", "6"}, read(6))
			assert.Equal(t, []string{"7", "8", "9"}, read(9))
		})
	}
}

// A worker has one store of its own, and is told so.
func TestStoresByNameInAWorker(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "persist.js", "storesInAWorker", nil)
	assert.Equal(t, []string{
		`TypeError: resume.persist is "localStorage"; it can be indexedDB, or an object with get and set.`, "1", "2", "2", "3",
	}, got)
}

// A database that the browser does not open is told of, and costs the feed nothing.
func TestDatabaseThatDoesNotOpen(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "persist.js", "brokenDatabase", nil)
	assert.Equal(t, []string{"persist", "1"}, got)
}
