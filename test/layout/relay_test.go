package layout

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// The relay is a module of its own, so that neither the engine nor the Go package that others import has its message broker
// among what it depends on.
func TestOnlyTheRelayKnowsNATS(t *testing.T) {
	list := func(folder string) string {
		cmd := exec.Command("go", "list", "-m", "all")
		cmd.Dir = filepath.Join(harness.Root(), filepath.FromSlash(folder))
		out, err := cmd.Output()
		require.NoError(t, err)
		return string(out)
	}
	const broker = "github.com/nats-io/"
	assert.NotContains(t, list("."), broker)
	assert.Contains(t, list("web/relay"), broker)
	text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "package.json"))
	require.NoError(t, err)
	assert.NotContains(t, string(text), "nats")
}
