package soak

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// readMuchInWorker reads a gigabyte through one feed in a worker, and looks at what the page
// and the worker hold on the way, each for itself.
func readMuchInWorker(t *testing.T, suite *proof.Suite) {
	megabytes := size(100, 1000)
	title := fmt.Sprintf("%d MB through one feed in a worker, ndjson", megabytes)
	suite.Run(proof.Case{Group: "much through one feed", Name: title}, "", func(t *testing.T) string {
		s := &spring{unit: unitOf(formats["ndjson"]), contentType: formats["ndjson"].contentType}
		url := harness.Serve(t, s)
		page := harness.OpenWhole(t, isolated(t)+"/isolated.html", patience)
		harness.Call[any](page, "much.js", "open", harness.Args{"url": url, "format": "ndjson", "options": map[string]any{"worker": true}})
		const looks = 5
		bytes := 0
		var pages, workers []float64
		for look := 1; look <= looks; look++ {
			got := s.reach(t, page, megabytes/looks*look)
			bytes = got.Bytes
			if !collects() { // nor tells any other what it holds
				continue
			}
			held := harness.Call[struct{ Page, Worker float64 }](page, "much.js", "memory", nil)
			pages, workers = append(pages, held.Page/mega), append(workers, held.Worker/mega)
		}
		host := harness.Call[string](page, "much.js", "host", nil)
		harness.Call[any](page, "much.js", "close", nil)
		assert.Equal(t, "worker", host)
		if !collects() {
			return fmt.Sprintf("%.0f MB, their checksum right at each of %d looks", float64(bytes)/mega, looks)
		}
		// A batch and what is on its way are collected or not when it is looked.
		assert.Less(t, pages[looks-1], pages[0]+8, "MB of the page: %v", pages)
		assert.Less(t, workers[looks-1], workers[0]+8, "MB of the worker: %v", workers)
		return fmt.Sprintf("page %.1f to %.1f MB, worker %.1f to %.1f MB", pages[0], pages[looks-1], workers[0], workers[looks-1])
	})
}

// isolated serves a page that may measure its memory, and that of its worker.
func isolated(t *testing.T) string {
	t.Helper()
	dist := http.FileServer(http.Dir(filepath.Join(harness.Root(), "js", "dist")))
	const html = `<!doctype html><link rel=icon href=data:,><script type=module>import * as FS from "/dist/index.js"; globalThis.FS = FS</script>`
	return harness.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		switch {
		case strings.HasPrefix(r.URL.Path, "/dist/"):
			http.StripPrefix("/dist/", dist).ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/scripts/"):
			harness.Scripts().ServeHTTP(w, r)
		default:
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte(html))
		}
	}))
}
