package harness

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/feeds"
)

// Root is the project's folder.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// A Site serves pages with the built package, and local feeds on another port, so
// that feeds are read across origins as on most real pages.
type Site struct {
	// URL serves /script.html and /module.html, which load the package by script
	// tag and as a module, the built files under /dist/, and the scripts of the
	// package that is tested under /scripts/.
	URL string
	// Feeds is the address of the local feeds.
	Feeds string
	// Server is the local feeds themselves. Messages and keep-alives come only as a
	// test asks for them.
	Server *feeds.Server

	mux *http.ServeMux
}

// pages load the package each in its way and leave it in globalThis.FS. HOST stands for
// the choice of where their feeds run.
var pages = map[string]string{
	"/script.html": `<!doctype html><title>script</title><link rel=icon href=data:,>
<script src="/dist/feedsource.js"></script>
<script>FS = { ...FeedSource, FeedSource, EventSource: FeedSource.EventSource, init: FeedSource.init }; HOST</script>`,
	"/module.html": `<!doctype html><title>module</title><link rel=icon href=data:,>
<script type="module">import * as FS from "/dist/index.js"; globalThis.FS = FS; HOST</script>`,
}

// NewSite starts a site that stops with the test.
func NewSite(t testing.TB) *Site {
	t.Helper()
	dist := filepath.Join(Root(), "js", "dist")
	require.FileExists(t, filepath.Join(dist, "feedsource.wasm"), "build first: ./build.sh")
	mux := http.NewServeMux()
	mux.Handle("/dist/", http.StripPrefix("/dist/", http.FileServer(http.Dir(dist))))
	mux.Handle("/scripts/", Scripts())
	site := &Site{mux: mux, Server: feeds.New(feeds.Options{Seed: 1, Interval: time.Hour, Keepalive: -1})}
	for path, html := range pages {
		site.Add(path, strings.Replace(html, "HOST", hostChoice(), 1))
	}
	site.URL, site.Feeds = Serve(t, mux), Serve(t, site.Server)
	site.Handle("/site.js", site.module)
	return site
}

// Handle puts a handler of a test's own on the site.
func (s *Site) Handle(path string, handler http.HandlerFunc) { s.mux.HandleFunc(path, handler) }

// Add puts a page of a test's own on the site.
func (s *Site) Add(path, html string) {
	s.Handle(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(html))
	})
}

// Serve runs handler on a port of its own until the test ends, and then cuts what
// is still open: a streaming response would keep the server from stopping.
func Serve(t testing.TB, handler http.Handler) string {
	s := httptest.NewServer(handler)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s.URL
}
