package packaging

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInit(t *testing.T) {
	dir := install(t, "script-app")
	start := func(t *testing.T) (*host, *harness.Page) {
		h := newHost(t, dir)
		return h, harness.Open(t, h.URL+"/index.html")
	}

	for _, name := range []string{
		"a relative URL", "a relative URL of the zipped engine", "a URL", "a Response", "a Response of the zipped engine",
		"a promise of a Response", "a Response of a page's own making", "an ArrayBuffer", "a view of bytes", "a compiled module",
	} {
		t.Run("takes "+name, func(t *testing.T) {
			h, p := start(t)
			assert.Empty(t, rejection(p, name))
			assert.Equal(t, brought, read(p, h.feed))
			zipped, plain := h.engines()
			assert.Equal(t, 1, zipped+plain, "requests for the engine")
		})
	}

	for _, test := range []struct {
		name, says string
		advises    bool
	}{
		{"a URL that is missing", "/gone.wasm answered 404 Not Found.", true},
		{"a Response that is an error", "/gone.wasm answered 404 Not Found.", true},
		{"a web page", "/module.html is a web page.", true},
		{"a promise that rejects", "The cache is empty.", false},
		{"bytes that are no module", unfit, true},
		{"another module", notEngine, false},
		{"another module, compiled", notEngine, false},
		{"a module with imports of its own", unfit, false},
	} {
		t.Run("refuses "+test.name+", and then takes the engine", func(t *testing.T) {
			h, p := start(t)
			told := rejection(p, test.name)
			assert.Contains(t, told, test.says)
			assert.Equal(t, test.advises, strings.HasSuffix(told, " init takes the URL of feedsource.wasm.gz, or the bytes of feedsource.wasm."), told)
			assert.Equal(t, brought, read(p, h.feed))
		})
	}

	t.Run("serves again when the engine died", func(t *testing.T) {
		h, p := start(t)
		assert.Empty(t, harness.Call[string](p, "script_app.js", "initMortal", nil))
		h.on(".gz", notFound) // no feed finds another
		h.on(".wasm", notFound)
		lines := harness.Call[[]string](p, "script_app.js", "killAndRead", harness.Args{"url": h.feed})
		require.Len(t, lines, 1)
		assert.Contains(t, lines[0], "engine: The engine stopped (")
		assert.Equal(t, brought, read(p, h.feed), "the next feed")
	})

	t.Run("refuses the engine of another release", func(t *testing.T) {
		h, p := start(t)
		build(t, filepath.Join(dir, "other.wasm"), "./wasm", "-ldflags", "-X main.version=9.9.9")
		const says = "The engine is 9.9.9 and the script %s; load both from one release."
		assert.Equal(t, fmt.Sprintf(says, version(t)), rejection(p, "the engine of another release"))

		told := harness.Call[string](p, "script_app.js", "toldOfAnotherRelease", harness.Args{"url": h.feed})
		assert.Equal(t, "The engine could not be loaded: "+fmt.Sprintf(says, version(t)), told)
		assert.Equal(t, brought, read(p, h.feed), "a feed with the right engine")
	})

	t.Run("refuses another Go program", func(t *testing.T) {
		h, p := start(t)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o644))
		build(t, filepath.Join(dir, "program.wasm"), filepath.Join(dir, "main.go"))
		assert.Equal(t, notEngine, rejection(p, "another Go program"))
		assert.Equal(t, brought, read(p, h.feed))
	})
}

const (
	notEngine = "The module is not the engine of FeedSource."
	unfit     = "What init got could not be run as the engine ("
)

// build compiles a Go program for the browser.
func build(t *testing.T, out, program string, options ...string) {
	t.Helper()
	t.Setenv("GOOS", "js")
	t.Setenv("GOARCH", "wasm")
	run(t, harness.Root(), "go", append(append([]string{"build", "-o", out}, options...), program)...)
}
