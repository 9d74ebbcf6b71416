package docs

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/markdown"
)

var (
	generated = regexp.MustCompile(`(?s)<!-- (reference|presets|differences|waits|proof)\b.*?<!-- /(?:reference|presets|differences|waits|proof) -->`)
	remark    = regexp.MustCompile(`(?s)<!--.*?-->`)
	paragraph = regexp.MustCompile(`\n\n|\n(?: *- | *\d\. |\|)`)
	ending    = regexp.MustCompile(`[.?!:] `)
)

// sentences are what people have written of a page, in lower case and without markup; those of a few words may stand anywhere.
func sentences(text string) map[string]bool {
	found := map[string]bool{}
	text = remark.ReplaceAllString(generated.ReplaceAllString(markdown.WithoutBlocks(text), "\n\n"), "\n\n")
	for _, part := range paragraph.Split(text, -1) {
		for _, cell := range strings.Split(part, " | ") {
			for _, said := range ending.Split(strings.Join(strings.Fields(cell), " "), -1) {
				said = strings.ToLower(strings.Trim(said, " .*|-"))
				if len(said) > 45 {
					found[said] = true
				}
			}
		}
	}
	return found
}

// What is said in two places is put right in one of them.
func TestNoSentenceStandsTwice(t *testing.T) {
	homes := map[string]string{}
	for name, text := range read(t) {
		if name != "README.md" && !strings.HasPrefix(name, "js/docs/") || strings.HasPrefix(name, "js/docs/api-") {
			continue
		}
		for said := range sentences(text) {
			assert.Empty(t, homes[said], "%s says as well: %s", name, said)
			homes[said] = name
		}
	}
	require.Greater(t, len(homes), 1000)
}

func TestSentences(t *testing.T) {
	const long = "that is a sentence of more than forty-five letters"
	assert.Equal(t, map[string]bool{"so " + long: true, "and " + long: true},
		sentences("# Title\n\nSo "+long+". Short.\n\n```js\n// code: "+long+"\n```\n<!-- reference: x -->\n| "+long+" |\n<!-- /reference -->\n- And "+long+".\n"))
}
