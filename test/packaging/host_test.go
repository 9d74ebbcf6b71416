package packaging

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
)

// A host serves a folder as a static web host would, well or badly.
type host struct {
	URL string
	// feed is the address of a feed of three records, on another port.
	feed string

	files http.Handler
	mu    sync.Mutex
	rules []rule
	hits  map[string]int // by path
}

// A rule answers the paths that end in suffix.
type rule struct {
	suffix string
	answer http.HandlerFunc
}

func newHost(t *testing.T, dir string) *host {
	t.Helper()
	h := &host{files: http.FileServer(http.Dir(dir)), hits: map[string]int{}}
	h.URL = harness.Serve(t, h)
	h.feed = threeRecords(t)
	return h
}

// brought is what a page shows that read this feed to its end.
var brought = []string{"one", "two", "three", "end"}

// ServeHTTP answers from the folder, as the rules have it, and has the tests' scripts beside it.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/scripts/") {
		harness.Scripts().ServeHTTP(w, r)
		return
	}
	h.mu.Lock()
	h.hits[r.URL.Path]++
	answer := h.files.ServeHTTP
	for _, rule := range h.rules { // the last that fits
		if strings.HasSuffix(r.URL.Path, rule.suffix) {
			answer = rule.answer
		}
	}
	h.mu.Unlock()
	w.Header().Set("Cache-Control", "no-store")
	answer(w, r)
}

// on has answer see to every path that ends in suffix.
func (h *host) on(suffix string, answer http.HandlerFunc) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rules = append(h.rules, rule{suffix, answer})
}

// heal forgets all rules.
func (h *host) heal() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rules = nil
}

// with serves the file under the headers given, in pairs.
func (h *host) with(headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		h.files.ServeHTTP(w, r)
	}
}

// engines is how often the engine was asked for, zipped and plain.
func (h *host) engines() (zipped, plain int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for name, count := range h.hits {
		switch {
		case strings.HasSuffix(name, ".gz"):
			zipped += count
		case strings.HasSuffix(name, ".wasm"):
			plain += count
		}
	}
	return zipped, plain
}

// asked is how often a path was asked for.
func (h *host) asked(path string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.hits[path]
}

// page is the address of a page that shows the feed.
func (h *host) page(name string) string {
	return h.URL + "/" + name + "?feed=" + url.QueryEscape(h.feed)
}

// shown waits until the page has read its feed and returns what it lists.
func shown(p *harness.Page) []string {
	p.T.Helper()
	return harness.Await[[]string](p, waitForList)
}

// waitForList is not imported by a page: it runs in documents that Vite serves, too.
const waitForList = `
	for (const start = performance.now(); !document.body.dataset.done;) {
		if (performance.now() - start > 20_000) return ["nothing in 20 s"];
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return [...document.querySelectorAll("li")].map((item) => item.textContent);`

// assertReads opens a page and sees that it shows the three records.
func assertReads(t *testing.T, url string) {
	t.Helper()
	assert.Equal(t, brought, shown(harness.Open(t, url)))
}

func notFound(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

// webPage answers 200 with HTML, as hosts of single-page apps do for what they lack.
func webPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<!doctype html><title>app</title>"))
}
