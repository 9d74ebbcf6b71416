package packaging

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStatic serves the installed package as it is: no bundler, no build.
func TestStatic(t *testing.T) {
	dir := install(t, "script-app")

	t.Run("script tag", func(t *testing.T) { assertReads(t, newHost(t, dir).page("index.html")) })

	t.Run("script tag of another folder", func(t *testing.T) {
		assertReads(t, newHost(t, dir).page("pages/index.html"))
	})

	t.Run("module", func(t *testing.T) { assertReads(t, newHost(t, dir).page("module.html")) })

	t.Run("script tag of another origin", func(t *testing.T) {
		cdn := newHost(t, dir)
		cdn.on("", cdn.with("Access-Control-Allow-Origin", "*"))
		h := newHost(t, dir)
		h.on("/", func(w http.ResponseWriter, r *http.Request) {
			html, err := os.ReadFile(filepath.Join(dir, "index.html"))
			assert.NoError(t, err)
			_, _ = w.Write([]byte(strings.Replace(string(html), "node_modules", cdn.URL+"/node_modules", 1)))
		})
		assertReads(t, h.page(""))
		zipped, _ := cdn.engines()
		assert.Equal(t, 1, zipped, "requests for the engine at the script's origin")
	})

	t.Run("module worker", func(t *testing.T) {
		h := newHost(t, dir)
		p := harness.Open(t, h.URL+"/index.html")
		assert.Equal(t, brought, inWorker(p, "module", h.feed))
	})

	t.Run("classic worker", func(t *testing.T) {
		h := newHost(t, dir)
		p := harness.Open(t, h.URL+"/index.html")
		assert.Equal(t, brought, inWorker(p, "classic", h.feed))
	})

	t.Run("one global, and a symbol for developer tools", func(t *testing.T) {
		h := newHost(t, dir)
		p := harness.Open(t, h.URL+"/empty.html") // not found, which makes an empty page
		added := harness.Call[[]string](p, "script_app.js", "globalsOfScript", nil)
		assert.Equal(t, []string{"FeedSource", "Symbol(feedsource.registry)"}, added)
	})
}

// Pages rendered on a server import the package where there is nothing of a browser.
func TestImportInNode(t *testing.T) {
	dir := install(t, "script-app")
	printed := run(t, dir, "node", "--input-type=module", "--eval",
		`import * as FS from 'feedsource'; console.log(Object.keys(FS).sort().join())`)
	assert.Equal(t, "EventSource,FeedError,FeedEvent,FeedSource,KeepAliveEvent,MalformedEvent,OpenEvent,envelope,formats,init", lastLine(printed))
}

// inWorker has a worker of script-app, module or classic, read a feed.
func inWorker(p *harness.Page, kind, feed string) []string {
	p.T.Helper()
	return harness.Call[[]string](p, "script_app.js", "readInWorker", harness.Args{"kind": kind, "url": feed})
}

// TestContentSecurityPolicy serves the package under the policy that js/docs/hosting.md names.
func TestContentSecurityPolicy(t *testing.T) {
	dir := install(t, "script-app")
	strict := func(t *testing.T, scripts string) *host {
		h := newHost(t, dir)
		feeds, _, _ := strings.Cut(h.feed, "/raw")
		h.on("", h.with("Content-Security-Policy",
			"default-src 'none'; script-src "+scripts+"; connect-src 'self' "+feeds))
		return h
	}

	for _, page := range []string{"index.html", "module.html"} {
		t.Run(page, func(t *testing.T) { assertReads(t, strict(t, "'self' 'wasm-unsafe-eval'").page(page)) })
	}

	for _, kind := range []string{"module", "classic"} {
		t.Run(kind+" worker", func(t *testing.T) {
			h := strict(t, "'self' 'wasm-unsafe-eval'")
			p := harness.Open(t, h.URL+"/index.html")
			assert.Equal(t, brought, inWorker(p, kind, h.feed))
		})
	}

	t.Run("a policy without 'wasm-unsafe-eval' is named", func(t *testing.T) {
		h := strict(t, "'self'")
		p := harness.Blank(t)
		p.Expect("Content Security Policy")
		p.Navigate(h.page("index.html"))
		lines := shown(p)
		require.Equal(t, brought[:3], lines[:len(lines)-1], "ahead of the engine")
		assert.Contains(t, lines[3], "engine: ")
		assert.Contains(t, lines[3], "wasm-unsafe-eval")
	})
}
