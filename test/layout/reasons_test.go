package layout

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// What programs go by is said in four places: where it is made, in the engine and in the page, in the types and
// in the tables of js/docs/events.md.
func TestWordsForProgramsAreAllInTheTypes(t *testing.T) {
	engine, page := folder(t, "wasm/internal/feed", ".go"), folder(t, "js/src", ".ts")
	notices := source(t, "js/src/page/notices.ts")
	for _, c := range []struct {
		name  string
		types string // the text of the type
		made  []string
		says  string // the section of the page that has them
	}{
		{"gap", reasonOf(t, notices, "GapDetail"), append(
			found(engine, `\bGap\w+ += "([\w-]+)"`), found(page, `'gap',\s*detail: \{\s*reason: '([\w-]+)'`)...), "## GapDetail"},
		{"warning", reasonOf(t, notices, "WarningDetail"), append(
			found(engine, `\.warning\("([\w-]+)"`), found(page, `'warning', detail: \{ reason: '([\w-]+)'|#warn\('([\w-]+)'`)...), "## WarningDetail"},
		{"malformed", union(t, contract(t), "RowReason") + union(t, source(t, "js/src/page/malformed-event.ts"), "MalformedReason"), append(
			found(source(t, "wasm/internal/framing/table.go"), `(?m)\w+: "([\w-]+)",`), found(page, `reason: '(schema|not-json)'`)...), "## MalformedEvent"},
		{"error", union(t, source(t, "js/src/page/errors.ts"), "FeedErrorType"), append(
			found(engine, `\bFail\w+ += "([\w-]+)"`), "malformed", "send"), "## FeedError"},
	} {
		words := found(c.types, `'([\w-]+)'`)
		assert.ElementsMatch(t, distinct(c.made), words, c.name)
		for _, word := range words {
			assert.Contains(t, sectionOf(source(t, "js/docs/events.md"), c.says), "| `"+word+"` |", c.name)
		}
	}
}

// reasonOf is the declaration of the member reason of an interface.
func reasonOf(t *testing.T, text, name string) string {
	t.Helper()
	for _, declaration := range split(parseTypeScript(text).body(t, "interface "+name)) {
		if strings.HasPrefix(declaration, "reason:") {
			return declaration
		}
	}
	require.Fail(t, name+" has no reason")
	return ""
}

// union is the declaration of a type that is one of some words.
func union(t *testing.T, text, name string) string {
	t.Helper()
	_, declaration, ok := strings.Cut(string(parseTypeScript(text)), "type "+name+" =")
	require.True(t, ok, name)
	declaration, _, _ = strings.Cut(declaration, ";")
	return declaration
}

// found are the words that a pattern's groups take from a text.
func found(text, pattern string) (list []string) {
	for _, groups := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		list = append(list, strings.Join(groups[1:], ""))
	}
	return list
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// sectionOf is what stands in a page from a heading to the next.
func sectionOf(text, heading string) string {
	_, section, _ := strings.Cut(text, "\n"+heading+"\n")
	section, _, _ = strings.Cut(section, "\n## ")
	return section
}

// folder is the text of all files below a folder that end so, without tests.
func folder(t *testing.T, name, ending string) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, filepath.WalkDir(filepath.Join(harness.Root(), filepath.FromSlash(name)), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ending) || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		b.Write(text)
		return err
	}))
	return b.String()
}
