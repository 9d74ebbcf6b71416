package docs

import (
	"os/exec"
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
