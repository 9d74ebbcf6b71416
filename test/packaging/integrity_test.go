package packaging

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sums are the package's own of its files, as its integrity.json has them.
func sums(t *testing.T, dir string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "node_modules", "feedsource", "integrity.json"))
	require.NoError(t, err)
	var sums map[string]string
	require.NoError(t, json.Unmarshal(text, &sums))
	return sums
}

// TestIntegrity loads the script from another origin, with a sum, by the tag that hosting.md shows.
func TestIntegrity(t *testing.T) {
	dir := install(t, "script-app")
	sum := sums(t, dir)
	tag := docExample(t, "integrity=")
	// serve makes a page with the tag, whose host is cdn, and sums in place of the ones that are left out.
	serve := func(t *testing.T, of string) (cdn, h *host) {
		cdn, h = newHost(t, dir), newHost(t, dir)
		cdn.on("", cdn.with("Access-Control-Allow-Origin", "*"))
		html := strings.NewReplacer(
			"https://cdn.jsdelivr.net/npm/feedsource@"+version(t), cdn.URL+"/node_modules/feedsource",
			"sha384-…", of,
		).Replace(tag)
		h.on("/", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`<!doctype html><link rel=icon href=data:,><ul></ul>` + html + `<script type="module" src="app.js"></script>`))
		})
		return cdn, h
	}

	t.Run("the right sum", func(t *testing.T) {
		cdn, h := serve(t, sum["feedsource.js"])
		assertReads(t, h.page(""))
		zipped, plain := cdn.engines()
		assert.Equal(t, []int{1, 0}, []int{zipped, plain}, "requests for the engine at the script's origin")
	})

	t.Run("the right sum, where the host inflates", func(t *testing.T) {
		cdn, h := serve(t, sum["feedsource.js"])
		cdn.on(".gz", cdn.with("Access-Control-Allow-Origin", "*", "Content-Encoding", "gzip"))
		assertReads(t, h.page(""))
	})

	t.Run("the wrong sum", func(t *testing.T) {
		_, h := serve(t, sum["worker.js"])
		p := harness.Blank(t)
		p.Expect("Failed to find a valid digest in the 'integrity' attribute")
		p.Expect("FeedSource is not defined")
		p.Navigate(h.page(""))
		assert.Equal(t, "undefined", harness.Await[string](p, `return typeof FeedSource`))
	})

	t.Run("another engine beside the right script", func(t *testing.T) {
		cdn, h := serve(t, sum["feedsource.js"])
		other := func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			_, _ = w.Write([]byte("\x00asm\x01\x00\x00\x00"))
		}
		cdn.on(".gz", other)
		cdn.on(".wasm", other)
		p := harness.Blank(t)
		p.Expect("SRI's integrity checks failed")
		p.Expect("Failed to find a valid digest in the 'integrity' attribute")
		p.Navigate(h.page(""))
		lines := shown(p)
		inWorker := harness.Await[string](p, `return FeedSource.init({ worker: true }).then(() => "", (error) => error.message)`)
		for _, told := range []string{lines[len(lines)-1], inWorker} {
			for _, name := range []string{"feedsource.wasm.gz", "feedsource.wasm"} {
				assert.Contains(t, told, name+" could not be fetched, or is not the one of this release (TypeError: Failed to fetch).")
			}
		}
	})
}

// TestBrotli has the host send the engine as hosting.md says, by the copy that it has beside it.
func TestBrotli(t *testing.T) {
	dir := install(t, "script-app")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "brotli.html"), []byte(`<!doctype html><link rel=icon href=data:,><ul></ul>
<script src="node_modules/feedsource/dist/feedsource.js"></script>`+
		strings.ReplaceAll(docExample(t, "'/feedsource.wasm'"), "/feedsource.wasm", "/node_modules/feedsource/dist/feedsource.wasm")+
		`<script type="module" src="app.js"></script>`), 0o644))
	h := newHost(t, dir)
	var accepted string
	h.on("/feedsource.wasm", func(w http.ResponseWriter, r *http.Request) {
		accepted = r.Header.Get("Accept-Encoding")
		w.Header().Set("Content-Type", "application/wasm")
		w.Header().Set("Content-Encoding", "br")
		http.ServeFile(w, r, dist(dir, "feedsource.wasm.br"))
	})
	lines := shown(harness.Open(t, h.page("brotli.html")))
	assert.Equal(t, brought, lines)
	zipped, plain := h.engines()
	assert.Equal(t, []int{0, 1}, []int{zipped, plain}, "requests for the engine, zipped and plain")
	assert.Contains(t, accepted, "br")
}

// docExample is the HTML block of js/docs/hosting.md that has a word in it.
func docExample(t *testing.T, word string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "docs", "hosting.md"))
	require.NoError(t, err)
	for _, block := range strings.Split(string(text), "\n```html\n")[1:] {
		code, _, _ := strings.Cut(block, "\n```")
		if strings.Contains(code, word) {
			return code
		}
	}
	require.Fail(t, "no example with "+word)
	return ""
}
