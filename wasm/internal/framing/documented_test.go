package framing_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

var (
	formatRow   = regexp.MustCompile("(?m)^\\| `([\\w-]+)` \\|(.*)$")
	contentType = regexp.MustCompile("`([^` ]*[/+][^` ]*)`")
)

// The documentation says of each format by which content types auto finds it; "…" is anything.
func TestContentTypesAreAsDocumented(t *testing.T) {
	tried := 0
	for _, page := range []string{"formats.md", "binary.md"} {
		text, err := os.ReadFile("../../../js/docs/" + page)
		require.NoError(t, err)
		for _, row := range formatRow.FindAllStringSubmatch(string(text), -1) {
			for _, match := range contentType.FindAllStringSubmatch(row[2], -1) {
				full := strings.Replace(match[1], "…+", "application/x+", 1)
				full = strings.Replace(full, "…", "x", 1)
				assert.Equal(t, framing.Format(row[1]), framing.FormatOf(full), "%s: %s", page, full)
				tried++
			}
		}
	}
	assert.Greater(t, tried, 15)
}
