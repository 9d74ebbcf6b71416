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
// in the table of js/docs/events.md.
func TestWordsForProgramsAreAllInTheTypes(t *testing.T) {
	engine, page := folder(t, "wasm/internal/feed", ".go"), folder(t, "js/src", ".ts")
	notices := source(t, "js/src/page/notices.ts")
	for _, c := range []struct {
		name  string
		types string // the text of the type
		made  []string
		says  string // how the row of the table begins
	}{
		{"gap", reasonOf(t, notices, "GapDetail"), append(
			found(engine, `\bGap\w+ += "([\w-]+)"`), found(page, `'gap',\s*detail: \{\s*reason: '([\w-]+)'`)...), "| `gap` | `CustomEvent`"},
		{"warning", reasonOf(t, notices, "WarningDetail"), append(
			found(engine, `\.warning\("([\w-]+)"`), found(page, `'warning', detail: \{ reason: '([\w-]+)'|#warn\('([\w-]+)'`)...), "| `warning` | `CustomEvent`"},
		{"malformed", union(t, source(t, "js/src/link/contract.ts"), "RowReason") + union(t, source(t, "js/src/page/malformed-event.ts"), "MalformedReason"), append(
			found(source(t, "wasm/internal/framing/table.go"), `(?m)\w+: "([\w-]+)",`), found(page, `reason: '(schema|not-json)'`)...), "`reason` is"},
		{"error", union(t, source(t, "js/src/page/errors.ts"), "FeedErrorType"), append(
			found(engine, `\bFail\w+ += "([\w-]+)"`), "malformed", "send"), ""},
	} {
		words := found(c.types, `'([\w-]+)'`)
		assert.ElementsMatch(t, distinct(c.made), words, c.name)
		for _, word := range words {
			if c.says != "" {
				assert.Contains(t, lineOf(source(t, "js/docs/events.md"), c.says), "`"+word+"`", c.name)
			}
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

func lineOf(text, begins string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, begins) {
			return line
		}
	}
	return ""
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
