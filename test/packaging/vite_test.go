package packaging

import (
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// vitePages are the pages of vite-app: the package used as it is, its engine's
// address imported with ?url, and the package in a module worker.
var vitePages = []string{"index.html", "url.html", "worker.html"}

func TestViteBuild(t *testing.T) {
	dir := install(t, "vite-app")
	printed := run(t, dir, "npx", "vite", "build", "--logLevel", "warn")
	assert.Empty(t, warnings(printed), "warnings of the build")
	shipped, err := filepath.Glob(filepath.Join(dir, "dist", "assets", "feedsource*wasm*"))
	require.NoError(t, err)
	assert.Len(t, shipped, 1, "one copy of the engine")

	for name, misbehave := range hosts {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, filepath.Join(dir, "dist"))
			misbehave(h)
			assertReads(t, h.page("index.html"))
			zipped, plain := h.engines()
			assert.Equal(t, []int{1, 0}, []int{zipped, plain}, "requests for the engine, zipped and plain")
		})
	}
	for _, page := range vitePages[1:] {
		t.Run(page, func(t *testing.T) { assertReads(t, newHost(t, filepath.Join(dir, "dist")).page(page)) })
	}
	t.Run("host.html", func(t *testing.T) { assertReadsInWorker(t, newHost(t, filepath.Join(dir, "dist")).page("host.html")) })
}

func TestViteDevServer(t *testing.T) {
	dir := install(t, "vite-app")
	feed := "?feed=" + url.QueryEscape(threeRecords(t))

	// Vite 8 follows import.meta.url when it pre-bundles a package; 5 to 7 do not, and
	// need the package excluded, which must go on working.
	for name, config := range map[string]string{
		"as it comes":             "bare.config.ts",
		"without pre-bundling it": "vite.config.ts",
	} {
		t.Run(name, func(t *testing.T) {
			server := startVite(t, dir, "--config", config)
			for _, page := range vitePages {
				assertReads(t, server.URL+"/"+page+feed)
			}
			assertReadsInWorker(t, server.URL+"/host.html"+feed)
			response, err := http.Get(server.URL + "/main.ts")
			require.NoError(t, err)
			defer response.Body.Close()
			script, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			assert.Equal(t, config == "bare.config.ts", strings.Contains(string(script), ".vite/deps/feedsource.js"),
				"whether the package is pre-bundled: %s", script)
			assert.Empty(t, server.warnings(), "warnings of the dev server")
		})
	}
}

// assertReadsInWorker looks for three records, and for the worker that the bundler found.
func assertReadsInWorker(t *testing.T, url string) {
	t.Helper()
	lines := shown(harness.Open(t, url))
	require.NotEmpty(t, lines)
	assert.Equal(t, "worker", lines[len(lines)-1], lines)
	assert.Len(t, lines, 5, "three records, the end and the host")
}

// hosts are the ways in which static hosts send the two files of the engine.
var hosts = map[string]func(*host){
	"the right types": func(h *host) {
		h.on(".wasm", h.with("Content-Type", "application/wasm"))
		h.on(".gz", h.with("Content-Type", "application/gzip"))
	},
	"no types": func(h *host) {
		h.on(".wasm", h.with("Content-Type", "application/octet-stream"))
		h.on(".gz", h.with("Content-Type", "application/octet-stream"))
	},
	"gz as an encoding": func(h *host) {
		h.on(".gz", h.with("Content-Type", "application/wasm", "Content-Encoding", "gzip"))
	},
	"gz as an encoding and no types": func(h *host) {
		h.on(".gz", h.with("Content-Type", "application/octet-stream", "Content-Encoding", "gzip"))
	},
}
