package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// Options, events and their members have their home in the comments of the sources, and so has every name that the package
// exports: one without a comment fails here. What else is made of data has a test beside that: the presets in wasm/internal/preset, the differences from the standard in test/conformance.
func TestTablesAreAsTheSources(t *testing.T) {
	command := exec.Command("node", "js/reference/main.js", "--check")
	command.Dir = harness.Root()
	said, err := command.CombinedOutput()
	assert.NoError(t, err, string(said))
}

func TestFormatsAreInTheTables(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(harness.Root(), "js", "src", "page", "option-words.ts"))
	require.NoError(t, err)
	pages := read(t)
	tables := pages["js/docs/formats.md"] + pages["js/docs/binary.md"] + pages["js/docs/websocket.md"]
	for _, list := range []string{"textFormats = [", "bytesFormats = ["} {
		_, after, found := strings.Cut(string(source), list)
		require.True(t, found, list)
		names, _, _ := strings.Cut(after, "]")
		matches := regexp.MustCompile(`'([\w-]+)'`).FindAllStringSubmatch(names, -1)
		require.NotEmpty(t, matches)
		for _, match := range matches {
			assert.True(t, strings.Contains(tables, "`"+match[1]+"`"), "the pages of formats do not name %s", match[1])
		}
	}
}
