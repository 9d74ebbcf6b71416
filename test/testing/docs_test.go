package testing

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

var quoted = regexp.MustCompile("(<!-- from (\\S+): (\\S+) -->\n(?:<!-- .* -->\n)?```\\w+\n)((?s:.*?))```")

// The page quotes code that tests run. UPDATE=1 writes it anew.
func TestDocumentationQuotesWhatRuns(t *testing.T) {
	path := filepath.Join(harness.Root(), "js", "docs", "testing.md")
	page, err := os.ReadFile(path)
	require.NoError(t, err)
	quotes := 0
	current := quoted.ReplaceAllStringFunc(string(page), func(block string) string {
		parts := quoted.FindStringSubmatch(block)
		quotes++
		return parts[1] + region(t, parts[2], parts[3]) + "```"
	})
	assert.Equal(t, 12, quotes)
	if os.Getenv("UPDATE") != "" {
		require.NoError(t, os.WriteFile(path, []byte(current), 0o644))
		return
	}
	assert.Equal(t, current, string(page), "UPDATE=1 go test ./test/testing -run Documentation")
}

// region is what a file has between "region name" and "endregion".
func region(t *testing.T, file, name string) string {
	t.Helper()
	code, err := os.ReadFile(filepath.Join(harness.Root(), file))
	require.NoError(t, err)
	found := regexp.MustCompile(`(?ms)^// #?region ` + name + `\n(.*?)^// #?endregion`).FindSubmatch(code)
	require.NotNil(t, found, "%s has no region %s", file, name)
	return strings.TrimSpace(string(found[1])) + "\n"
}
