package docs

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// size is that of a file of what was built last, in bytes.
func size(t *testing.T, file string, isZipped bool) float64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "dist", file))
	require.NoError(t, err, "build first: ./build.sh")
	if !isZipped {
		return float64(len(text))
	}
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	require.NoError(t, err)
	_, err = w.Write(text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return float64(zipped.Len())
}

// What one gzip makes of a file, another makes a percent smaller.
func TestSizesAreThoseOfTheBuild(t *testing.T) {
	pages := read(t)
	engine, script, devtools := size(t, "feedsource.wasm.gz", false), size(t, "feedsource.js", true), size(t, "devtools.js", true)
	for _, c := range []struct {
		page, words string
		bytes       float64
	}{
		{"README.md", "| %.0f KB (", engine},
		{"README.md", "| %.0f KB | with the page |", script},
		{"js/docs/engine.md", "| the engine, loaded once for a page | %.0f KB | ", engine},
		{"js/docs/engine.md", "| the script | %.0f KB |", script},
		{"js/docs/devtools.md", "it weighs %.0f KB gzip", devtools},
	} {
		least, most := fmt.Sprintf(c.words, c.bytes*0.99/1000), fmt.Sprintf(c.words, c.bytes*1.01/1000)
		exact := fmt.Sprintf(c.words, c.bytes/1000)
		text := pages[c.page]
		assert.True(t, strings.Contains(text, exact) || strings.Contains(text, least) || strings.Contains(text, most), "%s has to say %q", c.page, exact)
	}
}
