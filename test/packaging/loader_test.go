package packaging

import (
	"net/http"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLoader serves the engine badly, in each of the ways that hosts have.
func TestLoader(t *testing.T) {
	dir := install(t, "script-app")
	start := func(t *testing.T) (*host, *harness.Page) {
		h := newHost(t, dir)
		return h, harness.Open(t, h.URL+"/index.html")
	}

	for name, answer := range map[string]http.HandlerFunc{
		"missing":    notFound,
		"a web page": webPage,
		"cut short":  cutShort,
		"refused":    refuse,
	} {
		t.Run("the plain engine serves where the zipped one is "+name, func(t *testing.T) {
			h, p := start(t)
			h.on(".gz", answer)
			assert.Equal(t, brought, read(p, h.feed))
			_, plain := h.engines()
			assert.Equal(t, 1, plain, "requests for the plain engine")
		})
	}

	for name, misbehave := range hosts {
		t.Run("a host with "+name, func(t *testing.T) {
			h, p := start(t)
			misbehave(h)
			assert.Equal(t, brought, read(p, h.feed))
		})
	}

	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		says   string
	}{
		{"missing", notFound, "% answered 404 Not Found."},
		{"a web page", webPage, "% is a web page."},
		{"cut short", cutShort, "% could not be run as the engine ("},
		{"refused", refuse, "% could not be fetched (TypeError: Failed to fetch)."},
		{"empty", nothing, "% could not be run as the engine ("},
	} {
		t.Run("every feed is told of an engine that is "+test.name, func(t *testing.T) {
			h, p := start(t)
			h.on(".gz", test.answer)
			h.on(".wasm", test.answer)
			engine := h.URL + "/node_modules/feedsource/dist/feedsource.wasm"
			zipped, plain := strings.ReplaceAll(test.says, "%", engine+".gz"), strings.ReplaceAll(test.says, "%", engine)
			for _, told := range fiveFeeds(p, h.feed) {
				assert.Equal(t, failed{"FeedError", "engine", told.Message, true, 2, true}, told)
				assert.Contains(t, told.Message, "The engine could not be loaded: "+zipped)
			}
			told := rejection(p, "")
			assert.True(t, strings.HasPrefix(told, zipped), told)
			assert.Contains(t, told, " "+plain)
			assert.True(t, strings.HasSuffix(told, " "+cure), told)

			h.heal()
			assert.Empty(t, rejection(p, ""), "init once the engine is there")
			assert.Equal(t, brought, read(p, h.feed))
		})
	}

	t.Run("feeds that fail together asked once, and a new feed asks anew", func(t *testing.T) {
		h, p := start(t)
		h.on(".gz", notFound)
		h.on(".wasm", notFound)
		fiveFeeds(p, h.feed)
		zipped, plain := h.engines()
		assert.Equal(t, []int{1, 1}, []int{zipped, plain}, "requests for the engine, zipped and plain")
		h.heal()
		assert.Equal(t, brought, read(p, h.feed))
	})

	t.Run("one load serves feeds and init alike", func(t *testing.T) {
		h, p := start(t)
		ended := harness.Call[int](p, "script_app.js", "readWhileInit", harness.Args{"url": h.feed})
		assert.Equal(t, 6, ended)
		zipped, plain := h.engines()
		assert.Equal(t, []int{1, 0}, []int{zipped, plain}, "requests for the engine, zipped and plain")
	})
}

// cure is what a page is told to do that lacks the engine.
const cure = "Put feedsource.wasm.gz there, or call init({ wasm: url }) before the first feed."

// failed is what a page sees of a feed without an engine.
type failed struct {
	Class, Type, Message string
	Final                bool
	ReadyState           int
	IsErrorEvent         bool
}

// fiveFeeds opens five feeds at once that cannot work.
func fiveFeeds(p *harness.Page, feed string) []failed {
	p.T.Helper()
	all := harness.Call[[]failed](p, "script_app.js", "fiveFailures", harness.Args{"url": feed})
	require.Len(p.T, all, 5)
	return all
}

// read reads a feed to its end in a page of script-app.
func read(p *harness.Page, feed string) []string {
	p.T.Helper()
	return harness.Call[[]string](p, "script_app.js", "readFeed", harness.Args{"url": feed})
}

// rejection is what init says, called without options or with the engine that script_app.js
// has by a name; nothing when it succeeds.
func rejection(p *harness.Page, of string) string {
	p.T.Helper()
	return harness.Call[string](p, "script_app.js", "rejection", harness.Args{"of": of})
}

// cutShort sends a part of what it promised.
func cutShort(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100000")
	_, _ = w.Write([]byte("\x00asm\x01\x00\x00\x00"))
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

// refuse ends the connection without an answer. Chromium asks more than once.
func refuse(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// nothing answers 200 with an empty body.
func nothing(http.ResponseWriter, *http.Request) {}
