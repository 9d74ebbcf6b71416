package browser

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// TestFirstRequestDoesNotWaitForTheEngine: a plain feed's request is sent at once, and
// once only; one that the engine has a part in waits, as does one of a feed closed meanwhile.
func TestFirstRequestDoesNotWaitForTheEngine(t *testing.T) {
	harness.InPageOnly(t, "a request ahead of the engine is the page's")
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	url := harness.Serve(t, rec)
	page := open(t, site, "/module.html")
	asked := func() (paths []string) {
		for _, r := range rec.list() {
			paths = append(paths, r.Path)
		}
		slices.Sort(paths)
		return paths
	}
	harness.Call[any](page, "early.js", "openWithoutEngine", harness.Args{"url": url})
	early := []string{"/auto", "/json", "/preset", "/sse", "/stored", "/strict"}
	require.Eventually(t, func() bool { return len(asked()) >= len(early) }, 10*time.Second, 10*time.Millisecond)
	assert.Equal(t, early, asked(), "ahead of the engine")

	got := harness.Call[map[string][]string](page, "early.js", "loadEngine", nil)
	for name, list := range got {
		want := []string{"x", "complete"}
		switch name {
		case "strict":
			want[1] = "error"
		case "preset":
			want = []string{"x", "incomplete"}
		case "json": // which the answer is not
			want = []string{"incomplete"}
		case "closed":
			want = []string{}
		}
		assert.Equal(t, want, list[:len(want)], name)
	}
	for _, r := range rec.list() {
		switch r.Path {
		case "/auto":
			assert.Equal(t, "text/event-stream, application/x-ndjson, application/json-seq, application/json;q=0.9, */*;q=0.8", r.Header.Get("Accept"))
		case "/strict":
			assert.Equal(t, "text/event-stream", r.Header.Get("Accept"))
		case "/sse":
			assert.Equal(t, "text/x-own", r.Header.Get("Accept"))
		case "/cursor":
			assert.Equal(t, "7", r.Header.Get("Last-Event-Id"))
		}
		assert.Equal(t, "no-cache", r.Header.Get("Cache-Control"), r.Path)
	}
	paths := asked()
	for _, path := range []string{"/auto", "/sse", "/cursor", "/preset", "/stored", "/json"} {
		assert.Len(t, slices.DeleteFunc(slices.Clone(paths), func(other string) bool { return other != path }), 1, path)
	}
	assert.NotContains(t, strings.Join(paths, " "), "closed")
}

// TestEarlyRequestIsLikeTheNext: a request without the engine has the same headers as one with it.
func TestEarlyRequestIsLikeTheNext(t *testing.T) {
	harness.InPageOnly(t, "a request ahead of the engine is the page's")
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, kind := range []string{"auto", "sse", "strict"} {
		rec := (&recorder{}).answer(200, stream, "retry: 1\n\ndata: x\n\n").answer(200, stream, "data: y\n\n").answer(204, "", "")
		harness.Call[any](page, "early.js", "readSecondAnswer", harness.Args{"url": harness.Serve(t, rec), "kind": kind})
		list := rec.list()
		require.GreaterOrEqual(t, len(list), 2, kind)
		assert.Equal(t, list[0].Header, list[1].Header, kind)
	}
}

// TestEarlyRequestOfAClosedFeed: what was sent ahead of an engine that is not wanted any
// more, or never comes, is given up.
func TestEarlyRequestOfAClosedFeed(t *testing.T) {
	harness.NotIn(t, harness.Firefox, firstByte)
	harness.InPageOnly(t, "a request ahead of the engine is the page's")
	for _, how := range []string{"closed", "superseded", "engine not found"} {
		site := harness.NewSite(t)
		asked, gone := make(chan struct{}, 9), make(chan struct{}, 9)
		url := harness.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if allow(w, r) {
				return
			}
			w.Header().Set("Content-Type", stream)
			w.WriteHeader(200)
			_ = http.NewResponseController(w).Flush()
			asked <- struct{}{}
			<-r.Context().Done()
			gone <- struct{}{}
		}))
		page := open(t, site, "/module.html")
		harness.Call[any](page, "early.js", "openHeldFeed", harness.Args{"url": url})
		wait := func(told chan struct{}, what string) {
			select {
			case <-told:
			case <-time.After(10 * time.Second):
				t.Fatalf("%s: not %s", how, what)
			}
		}
		wait(asked, "asked")
		harness.Call[any](page, "early.js", "endHeldFeed", harness.Args{"how": how})
		wait(gone, "given up")
	}
}
