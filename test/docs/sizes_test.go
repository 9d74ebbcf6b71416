package docs

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// kilobytes is the size of a file of what was built last, as the documentation has it.
func kilobytes(t *testing.T, file string, isZipped bool) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "dist", file))
	require.NoError(t, err, "build first: ./build.sh")
	size := len(text)
	if isZipped {
		var zipped bytes.Buffer
		w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
		require.NoError(t, err)
		_, err = w.Write(text)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		size = zipped.Len()
	}
	return fmt.Sprintf("%.0f KB", float64(size)/1000)
}

func TestSizesAreThoseOfTheBuild(t *testing.T) {
	pages := read(t)
	engine := kilobytes(t, "feedsource.wasm.gz", false)
	script := kilobytes(t, "feedsource.js", true)
	assert.Contains(t, pages["README.md"], "| "+engine+" (")
	assert.Contains(t, pages["README.md"], "| "+script+" | with the page |")
	assert.Contains(t, pages["js/docs/engine.md"], "| the engine, loaded once for a page | "+engine+" | ")
	assert.Contains(t, pages["js/docs/engine.md"], "| the script | "+script+" |")
	assert.Contains(t, pages["js/docs/devtools.md"], "it weighs "+kilobytes(t, "devtools.js", true)+" gzip")
}
