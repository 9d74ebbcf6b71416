package packaging

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEsbuild(t *testing.T) {
	dir := install(t, "esbuild-app")
	h := newHost(t, dir)
	out := filepath.Join(dir, "out")

	// bundled makes out/ anew, for nothing of another test's to be found there.
	bundled := func(t *testing.T, entry string, options ...string) string {
		require.NoError(t, os.RemoveAll(out))
		return esbuild(t, dir, entry, options...)
	}
	beside := func(t *testing.T, name string) {
		engine, err := os.ReadFile(dist(dir, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(out, name), engine, 0o644))
	}

	for _, name := range []string{"feedsource.wasm.gz", "feedsource.wasm"} {
		t.Run("a module finds "+name+" copied beside it", func(t *testing.T) {
			assert.Empty(t, bundled(t, "beside.js", "--format=esm"))
			beside(t, name)
			assertReads(t, h.page("module.html"))
		})
	}

	t.Run("a module imports the engine's address", func(t *testing.T) {
		assert.Empty(t, bundled(t, "imported.js", "--format=esm", "--loader:.gz=file"))
		assertReads(t, h.page("module.html"))
	})

	t.Run("a module without the engine says where it looked", func(t *testing.T) {
		bundled(t, "beside.js", "--format=esm")
		lines := shown(harness.Open(t, h.page("module.html")))
		require.Equal(t, brought[:3], lines[:len(lines)-1], "ahead of the engine")
		assert.Contains(t, lines[3], "engine: ")
		places := h.URL + "/out/feedsource.wasm.gz answered 404 Not Found. " + h.URL + "/out/feedsource.wasm answered 404 Not Found. "
		assert.Contains(t, lines[3], places+cure)
	})

	t.Run("a classic script is told the engine's address", func(t *testing.T) {
		bundled(t, "named.js", "--format=iife")
		assertReads(t, h.page("script.html"))
	})

	t.Run("a classic script that was told nothing says what to do", func(t *testing.T) {
		bundled(t, "beside.js", "--format=iife")
		lines := shown(harness.Open(t, h.page("script.html")))
		require.Equal(t, brought[:3], lines[:len(lines)-1], "ahead of the engine")
		assert.Contains(t, lines[3], "engine: ")
		assert.Contains(t, lines[3], "call init({ wasm: url }) before the first feed.")
	})

	t.Run("an import of one stage brings that stage alone", func(t *testing.T) {
		marks := map[string]string{"reorder": "holdMs", "withoutDeleted": "new Set", "toTransform": "TransformStream", "twitter": "created_at"}
		for stage := range marks {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "stage.js"),
				[]byte(`import { `+stage+` } from 'feedsource/stages'; document.title = typeof `+stage), 0o644))
			assert.Empty(t, bundled(t, "stage.js", "--format=esm"))
			code, err := os.ReadFile(filepath.Join(out, "main.js"))
			require.NoError(t, err)
			for other, mark := range marks {
				assert.Equal(t, other == stage, strings.Contains(string(code), mark), "%s in a bundle of %s", mark, stage)
			}
		}
	})

	t.Run("stages stand between a feed and its page", func(t *testing.T) {
		assert.Empty(t, bundled(t, "staged.js", "--format=esm"))
		beside(t, "feedsource.wasm.gz")
		assert.Equal(t, []string{"three", "one", "two", "end"}, shown(harness.Open(t, h.page("module.html"))))
	})

	t.Run("an import of the classic script for its effect is kept", func(t *testing.T) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "effect.js"),
			[]byte(`import 'feedsource/feedsource.js'; document.title = typeof FeedSource;`), 0o644))
		assert.Empty(t, bundled(t, "effect.js", "--format=iife"))
		p := harness.Open(t, h.URL+"/script.html")
		assert.Equal(t, "function", harness.Await[string](p, `return document.title`))
	})
}
