package browser

import (
	"net/http"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// TestPreloadedEngine: the link that js/docs/hosting.md shows fetches the engine once, for the
// script as well.
func TestPreloadedEngine(t *testing.T) {
	harness.NotIn(t, harness.WebKit, "fetch does not use what was preloaded")
	harness.InPageOnly(t, "its document loads the engine itself")
	site := harness.NewSite(t)
	var mu sync.Mutex
	asked := map[string]int{}
	files := http.StripPrefix("/counted/", http.FileServer(http.Dir(filepath.Join(harness.Root(), "js", "dist"))))
	site.Handle("/counted/", func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[filepath.Base(r.URL.Path)]++
		mu.Unlock()
		files.ServeHTTP(w, r)
	})
	site.Add("/preload.html", `<!doctype html><title>preload</title><link rel=icon href=data:,>
<link rel="preload" href="/counted/feedsource.wasm.gz" as="fetch" crossorigin>
<script type="module">import * as FS from "/counted/index.js"; globalThis.FS = FS</script>`)
	page := open(t, site, "/preload.html")
	harness.Await[any](page, `await FS.init()`)
	mu.Lock()
	defer mu.Unlock()
	assert.Equal(t, map[string]int{"feedsource.wasm.gz": 1, "index.js": 1, "worker.js": 1}, asked)
}
