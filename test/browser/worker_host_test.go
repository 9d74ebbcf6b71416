package browser

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A feed in a worker is one like any other: the page's functions, pausing, a slow loop and
// the events are where they were. The whole suite runs that way too (FEEDSOURCE_HOST).
func TestFeedInAWorker(t *testing.T) {
	harness.NotShared(t, "it shows a dedicated worker")
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string]any](page, "worker-host.js", "feedInAWorker", nil)
	assert.Equal(t, map[string]any{
		"host": "worker", "records": 10_000.0, "inOrder": true, "wasm": false, "closed": 2.0, "afterClose": 0.0,
	}, got)
}

// A server sees the page, and not the script of the worker, unless the page says otherwise.
func TestRefererOfAFeedInAWorker(t *testing.T) {
	harness.NotShared(t, "the Referer is the worker's script")
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "data: x\n\n")
	site.Handle("/feed", rec.ServeHTTP)
	page := open(t, site, "/module.html")
	harness.Call[any](page, "worker-host.js", "refer", nil)
	var referers []string
	for _, r := range rec.list() {
		referers = append(referers, r.Header.Get("Referer"))
	}
	assert.Equal(t, []string{site.URL + "/module.html", site.URL + "/elsewhere", ""}, referers)
}

func TestFeedsOfAPageHaveOneWorker(t *testing.T) {
	harness.InPageOnly(t, "it counts the workers that are started") // the second warms the page's engine up
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	assert.Equal(t, []any{2.0, "worker", "page", "worker"}, harness.Call[[]any](page, "worker-host.js", "oneWorker", nil))
}

// A page that does nothing for five seconds has a full link behind it, and a feed that is as
// it was: what came is delivered in order, and the silence of its own is not the server's.
func TestPageThatIsBusyLosesNothingInAWorker(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string]any](page, "worker-host.js", "busyPage", harness.Args{"busyMs": 5000})
	assert.Equal(t, []any{}, got["events"], "neither stall nor error")
	assert.Equal(t, true, got["inOrder"])
	assert.GreaterOrEqual(t, got["records"], 2000.0)
	assert.Equal(t, 1.0, got["readyState"])
	assert.Equal(t, "fresh", got["liveness"])
}

func TestFetchOfThePagesOwnIsNoWorkers(t *testing.T) {
	harness.NotShared(t, "what it says names the option worker")
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "worker-host.js", "ownFetch", nil)
	refused := "TypeError: fetch is a function of the page, which a worker cannot call; leave out fetch, or say worker: false."
	assert.Equal(t, []string{refused, refused, "made"}, got)
}

// Where no worker can be started the feed runs in the page, and a warning says why.
func TestWorkerThatCannotBeStarted(t *testing.T) {
	site := harness.NewSite(t)
	dist := http.FileServer(http.Dir(filepath.Join(harness.Root(), "js", "dist")))
	site.Handle("/lacking/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "worker.js") {
			http.NotFound(w, r)
			return
		}
		http.StripPrefix("/lacking/", dist).ServeHTTP(w, r)
	})
	site.Handle("/forbidden.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Security-Policy", "worker-src 'none'")
		_, _ = w.Write([]byte(`<!doctype html><link rel=icon href=data:,><script src="/dist/feedsource.js"></script><script>FS = { ...FeedSource, FeedSource }</script>`))
	})
	site.Add("/lacking.html", `<!doctype html><link rel=icon href=data:,><script type="module">import * as FS from "/lacking/index.js"; globalThis.FS = FS</script>`)
	for _, name := range []string{"/forbidden.html", "/lacking.html"} {
		page := harness.Blank(t)
		page.Expect("Loading Worker from")     // Firefox
		page.Expect("Content Security Policy") // Chromium says so as well
		page.Expect("worker-src")
		page.Navigate(site.URL + name)
		got := harness.Call[map[string]any](page, "worker-host.js", "withoutWorker", nil)
		assert.Equal(t, "page", got["host"], name)
		assert.Equal(t, []any{"1", "2", "3"}, got["ids"], name)
		assert.Equal(t, []any{"worker"}, got["reasons"], name)
		assert.Contains(t, got["message"], "runs in the page, because its worker could not be started", name)
		if harness.Browser() != harness.WebKit || name != "/forbidden.html" { // of which WebKit says that "The operation is insecure."
			assert.Contains(t, got["message"], "worker.js", name)
		}
	}
}

// What calls itself a worker and says nothing is given up after ten seconds.
func TestWorkerThatSaysNothing(t *testing.T) {
	t.Parallel()
	site := harness.NewSite(t)
	dist := http.FileServer(http.Dir(filepath.Join(harness.Root(), "js", "dist")))
	site.Handle("/silent/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "worker.js") {
			w.Header().Set("Content-Type", "text/javascript")
			return
		}
		http.StripPrefix("/silent/", dist).ServeHTTP(w, r)
	})
	site.Add("/silent.html", `<!doctype html><link rel=icon href=data:,><script type="module">import * as FS from "/silent/index.js"; globalThis.FS = FS</script>`)
	page := open(t, site, "/silent.html")
	got := harness.Call[map[string]any](page, "worker-host.js", "withoutWorker", nil)
	assert.Equal(t, "page", got["host"])
	assert.Equal(t, []any{"1", "2", "3"}, got["ids"])
	assert.Contains(t, got["message"], "/silent/worker.js says nothing")
}

// A worker that is ended from outside is replaced, and its feeds go on; what must not be asked for twice ends.
func TestWorkerThatDies(t *testing.T) {
	harness.InPageOnly(t, "it ends the worker that it has seen the page start")
	site := harness.NewSite(t)
	rec := (&recorder{}).answer(200, stream, "id: 1\ndata: x\n\n")
	site.Handle("/once", func(w http.ResponseWriter, r *http.Request) {
		rec.ServeHTTP(w, r)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	page := open(t, site, "/module.html")
	got := harness.Call[map[string]any](page, "worker-host.js", "workerDies", nil)
	assert.Equal(t, true, got["inOrder"])
	assert.Equal(t, []any{"engine", "open"}, got["told"])
	assert.Equal(t, []any{"engine", true}, got["once"])
	assert.Equal(t, "loaded", got["init"], "what loads the engine hears of it as well")
	assert.Len(t, rec.list(), 1)
}

// A page that has paused a feed is told when it opens, as one without a worker is.
func TestPausedFeedOpens(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, worker := range []bool{false, true} {
		got := harness.Call[[]string](page, "worker-host.js", "pausedFeed", harness.Args{"worker": worker})
		assert.Equal(t, []string{"open", "open", "resume", "1", "2", "3"}, got, worker)
	}
}

// A script from another origin starts its worker by way of a blob.
func TestWorkerOfAScriptFromAnotherOrigin(t *testing.T) {
	harness.NotIn(t, harness.Firefox, "a worker of another origin's module does not start")
	site := harness.NewSite(t)
	dist := http.FileServer(http.Dir(filepath.Join(harness.Root(), "js", "dist")))
	cdn := harness.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		dist.ServeHTTP(w, r)
	}))
	site.Add("/cdn-script.html", `<!doctype html><link rel=icon href=data:,><script src="`+cdn+`/feedsource.js"></script><script>FS = { ...FeedSource, FeedSource }</script>`)
	site.Add("/cdn-module.html", `<!doctype html><link rel=icon href=data:,><script type="module">import * as FS from "`+cdn+`/index.js"; globalThis.FS = FS</script>`)
	for _, name := range []string{"/cdn-script.html", "/cdn-module.html"} {
		page := open(t, site, name)
		got := harness.Call[map[string]any](page, "worker-host.js", "withoutWorker", nil)
		assert.Equal(t, "worker", got["host"], name)
		assert.Equal(t, []any{"1", "2", "3"}, got["ids"], name)
		assert.Equal(t, []any{}, got["reasons"], name)
	}
}

// What init is given, the worker gets, whatever it is; and what is wrong with it is told.
func TestEngineOfAWorkerFromAnywhere(t *testing.T) {
	harness.InPageOnly(t, "it is the first to say where the engine is")
	site := harness.NewSite(t)
	for _, kind := range []string{"url", "response", "promise", "bytes", "module", "nothing"} {
		page := open(t, site, "/module.html")
		assert.Equal(t, "worker 1", harness.Call[string](page, "worker-host.js", "engineFrom", harness.Args{"kind": kind}), kind)
	}
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "worker-host.js", "engineFromNowhere", nil)
	assert.Contains(t, got[0], "/nowhere.wasm answered 404")
	assert.Contains(t, got[1], "/nowhere.wasm answered 404")
	assert.Equal(t, "worker 1", got[2], "and a later init is a new try")
}
