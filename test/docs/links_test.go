// Package docs holds the documentation to what there is: its links, its tables, and the length of its front page.
package docs

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/markdown"
)

// foreign are folders whose pages are not the project's, or have not been written by it.
var foreign = []string{"node_modules", "dist", "build", "testdata", ".git"}

// read gives the text of every page of the project.
func read(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{}
	project := os.DirFS(harness.Root())
	require.NoError(t, fs.WalkDir(project, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains(foreign, entry.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) == ".md" {
			text, err := fs.ReadFile(project, name)
			pages[name] = string(text)
			return err
		}
		return nil
	}))
	require.Contains(t, pages, "README.md")
	return pages
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestLinksLeadSomewhere(t *testing.T) {
	pages := read(t)
	anchors := map[string][]string{}
	for name, text := range pages {
		anchors[name] = markdown.Anchors(text)
	}
	for name, text := range pages {
		for _, match := range link.FindAllStringSubmatch(markdown.Prose(text), -1) {
			if strings.Contains(match[1], ":") {
				continue // another site
			}
			file, anchor, anchored := strings.Cut(match[1], "#")
			target := name
			if file != "" {
				target = path.Join(path.Dir(name), file)
			}
			_, err := os.Stat(filepath.Join(harness.Root(), filepath.FromSlash(target)))
			assert.NoError(t, err, "%s links to %s", name, match[1])
			if anchored {
				assert.Contains(t, anchors[target], anchor, "%s links to %s", name, match[1])
			}
		}
	}
}

// Whoever begins at the first page comes to all others.
func TestEveryPageIsInTheListOfPages(t *testing.T) {
	pages := read(t)
	for name := range pages {
		if base, ours := strings.CutPrefix(name, "js/docs/"); ours && base != "README.md" {
			assert.Contains(t, pages["js/docs/README.md"], "]("+base+")", "js/docs/README.md")
		}
	}
}

// A page says what it is for ahead of anything else, and shows it.
func TestPagesBeginWithWhatTheyAreForAndAnExample(t *testing.T) {
	for name, text := range read(t) {
		if !strings.HasPrefix(name, "js/docs/") || name == "js/docs/README.md" {
			continue
		}
		lines := strings.Split(text, "\n")
		require.True(t, strings.HasPrefix(lines[0], "# "), name)
		assert.Regexp(t, `^[\w\x60[]`, lines[2], "%s begins with a sentence", name)
		assert.True(t, strings.Contains(text, "```"), "%s has no example", name)
	}
}

// The front page is read by who has never heard of FeedSource.
func TestFrontPageIsShort(t *testing.T) {
	assert.LessOrEqual(t, strings.Count(read(t)["README.md"], "\n"), 150)
}
