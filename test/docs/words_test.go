package docs

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	wordTable = regexp.MustCompile(`(?m)^\| word \| meaning \|\n\|---\|---\|\n((?:\|.*\n)+)`)
	firstCell = regexp.MustCompile("(?m)^\\| `([\\w-]+)` ")
	failure   = regexp.MustCompile("types? `([a-z-]+)`(?:, or `([a-z-]+)`)?")
	reason    = regexp.MustCompile("reason `([a-z-]+)`")
)

// wordsOf are the words that the section of a class in events.md lists, which are those of the sources.
func wordsOf(t *testing.T, events, class string) (words []string) {
	t.Helper()
	_, section, found := strings.Cut(events, "\n## "+class+"\n")
	require.True(t, found, class)
	section, _, _ = strings.Cut(section, "\n## ")
	table := wordTable.FindStringSubmatch(section)
	require.NotNil(t, table, class)
	for _, cell := range firstCell.FindAllStringSubmatch(table[1], -1) {
		words = append(words, cell[1])
	}
	return words
}

// The situations have no source that could list them. But what the page sees in each is a word of the sources, and each
// such word is what it sees in one of them.
func TestFailuresAreAllThatThereAre(t *testing.T) {
	pages := read(t)
	seen := map[string]bool{}
	for _, match := range failure.FindAllStringSubmatch(pages["js/docs/failures.md"], -1) {
		for _, word := range match[1:] {
			seen[word] = true
		}
	}
	delete(seen, "")
	types := wordsOf(t, pages["js/docs/events.md"], "FeedError")
	seen["malformed"], seen["send"] = true, true // which are thrown, and end no connection
	assert.ElementsMatch(t, types, slices.Collect(maps.Keys(seen)))
}

func TestReasonsAreThoseOfTheSources(t *testing.T) {
	pages := read(t)
	var reasons []string
	for _, class := range []string{"GapDetail", "WarningDetail", "MalformedEvent"} {
		reasons = append(reasons, wordsOf(t, pages["js/docs/events.md"], class)...)
	}
	for name, text := range pages {
		if !strings.HasPrefix(name, "js/docs/") {
			continue
		}
		for _, match := range reason.FindAllStringSubmatch(text, -1) {
			assert.Contains(t, reasons, match[1], name)
		}
	}
}
