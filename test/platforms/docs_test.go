package platforms

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func docs(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(Docs())
	require.NoError(t, err)
	return string(text)
}

// TestDocsHaveTheTable holds the page to the apps that are tested and to their versions; that
// all of it works is for TestPlatforms to say.
func TestDocsHaveTheTable(t *testing.T) {
	table, err := Table(func(App, string) error { return nil })
	require.NoError(t, err)
	page, err := WithTable(docs(t), table)
	require.NoError(t, err)
	assert.Equal(t, page, docs(t), "run go run ./test/platforms/table")
}

// block is a fenced block of code.
var block = regexp.MustCompile("(?s)\n```[a-z]+\n(.*?)\n```")

// TestDocsHaveTheLinesOfTheApps: what the page says to write is what a tested app has, line by line.
func TestDocsHaveTheLinesOfTheApps(t *testing.T) {
	sections := map[string]string{}
	for _, section := range strings.Split(docs(t), "\n## ")[1:] {
		name, text, _ := strings.Cut(section, "\n")
		sections[name] = text
	}
	for _, a := range Apps {
		if a.File == "" {
			continue
		}
		t.Run(a.Name, func(t *testing.T) {
			blocks := block.FindAllStringSubmatch(sections[a.Name], -1)
			require.NotEmpty(t, blocks, "code in the section of %s", a.Name)
			file, err := os.ReadFile(filepath.Join(Folder(), filepath.FromSlash(a.File)))
			require.NoError(t, err)
			assert.Contains(t, string(file), blocks[0][1], a.File)
		})
	}
}
