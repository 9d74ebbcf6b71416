package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// names are the submatches of pattern in a source file of js/src.
func names(t *testing.T, file, from, to, pattern string) []string {
	t.Helper()
	bytes, err := os.ReadFile(filepath.Join(harness.Root(), "js", "src", file))
	require.NoError(t, err)
	_, after, found := strings.Cut(string(bytes), from)
	require.True(t, found, "%s in %s", from, file)
	part, _, found := strings.Cut(after, to)
	require.True(t, found, "%s in %s", to, file)
	var list []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(part, -1) {
		list = append(list, match[1])
	}
	require.NotEmpty(t, list)
	return list
}

// The tables name what there is.
func TestTablesAreComplete(t *testing.T) {
	pages := read(t)
	tables := pages["js/docs/formats.md"] + pages["js/docs/binary.md"] + pages["js/docs/websocket.md"] + pages["js/docs/options.md"] + pages["js/docs/events.md"] + pages["js/docs/failures.md"]
	all := names(t, "page/options.ts", "textFormats = [", "]", `'([\w-]+)'`)
	all = append(all, names(t, "page/options.ts", "bytesFormats = [", "]", `'([\w-]+)'`)...)
	all = append(all, names(t, "page/options.ts", "interface FeedSourceInit", "\n}", `(?m)^  (\w+)\?:`)...)
	all = append(all, names(t, "page/errors.ts", "type FeedErrorType", ";\n", `(?m)^  \| '([\w-]+)'`)...)
	all = append(all, names(t, "page/errors.ts", "class FeedError", "constructor", `readonly (\w+):`)...)
	all = append(all, names(t, "page/stats.ts", "interface FeedStats", "\n}", `(?m)^  (\w+):`)...)
	for _, name := range all {
		assert.True(t, strings.Contains(tables, "`"+name+"`"), "the pages of js/docs do not name %s", name)
	}
}
