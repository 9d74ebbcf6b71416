package hooks

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

var fenced = regexp.MustCompile("(?s)```(?:tsx?|vue|svelte)\n(.*?)\n```")

// TestDocs sees that the pages show the code that these tests run, and none else.
func TestDocs(t *testing.T) {
	for page, patterns := range map[string][]string{
		"frameworks.md": {"*/[mM]essages.*", "observable/latest.ts"},
		"migration.md":  {"migration/*-*.ts"},
	} {
		t.Run(page, func(t *testing.T) {
			files := map[string]string{}
			for _, pattern := range patterns {
				found, err := filepath.Glob(filepath.Join("app", filepath.FromSlash(pattern)))
				require.NoError(t, err)
				for _, file := range found {
					files[strings.TrimSpace(read(t, file))] = file
				}
			}
			require.NotEmpty(t, files)
			for _, block := range fenced.FindAllStringSubmatch(read(t, filepath.Join(harness.Root(), "js", "docs", page)), -1) {
				assert.Contains(t, files, block[1], "code that no test runs")
				delete(files, block[1])
			}
			assert.Empty(t, files, "what the page does not show")
		})
	}
}
