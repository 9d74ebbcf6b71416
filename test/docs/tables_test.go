package docs

import (
	"os/exec"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// Options, events and their members have their home in the comments of the sources, and so has every name that the package
// exports: one without a comment fails here. What else is made of data has a test beside that: the presets in wasm/internal/preset, waits in
// wasm/internal/retry, the differences from the standard in test/conformance, mistakes in test/browser.
func TestTablesAreAsTheSources(t *testing.T) {
	command := exec.Command("node", "js/reference/main.js", "--check")
	command.Dir = harness.Root()
	said, err := command.CombinedOutput()
	assert.NoError(t, err, string(said))
}

var namelessColumn = regexp.MustCompile(`(?m)^\|(?:.*\|)? *\|.*\n\|(?: *:?-+:? *\|)+$`)

// A column without a name is one that a screen reader passes over, and on a phone nothing says what its cells are.
func TestColumnsHaveNames(t *testing.T) {
	for name, text := range read(t) {
		assert.Empty(t, namelessColumn.FindAllString(text, -1), name)
	}
	assert.Regexp(t, namelessColumn, "| a | |\n|---|---|\n| b | c |")
	assert.NotRegexp(t, namelessColumn, "| a | b |\n|---|--:|\n| | c |")
}
