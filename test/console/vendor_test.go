package console

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// The demo is built without npm, from copies of what js/package.json pins.
func TestCopiesAreOfWhatIsPinned(t *testing.T) {
	for _, pinned := range []struct {
		name, folder string
		files        []string
	}{
		{"uplot", "dist", []string{"uPlot.esm.js", "uPlot.d.ts", "uPlot.min.css", "../LICENSE"}},
		{"minisearch", "dist/es", []string{"index.js", "../../LICENSE.txt"}},
	} {
		for _, name := range pinned.files {
			want, err := os.ReadFile(filepath.Join(harness.Root(), "js", "node_modules", pinned.name, filepath.FromSlash(pinned.folder), name))
			require.NoError(t, err, "npm ci in js")
			got, err := os.ReadFile(filepath.Join(harness.Root(), "web", "vendor", pinned.name, filepath.Base(name)))
			require.NoError(t, err)
			assert.Equal(t, string(want), string(got), "%s of %s", name, pinned.name)
		}
		entries, err := os.ReadDir(filepath.Join(harness.Root(), "web", "vendor", pinned.name))
		require.NoError(t, err)
		assert.Len(t, entries, len(pinned.files), "copies of %s", pinned.name)
	}
}
