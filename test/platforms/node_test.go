package platforms

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/packed"
)

// installNode installs the Node.js that node/package.json pins into a folder, and returns where
// its programs are: those of the system where npm has none for it.
func installNode(t *testing.T, dir string) string {
	t.Helper()
	if _, err := os.Stat(dir); err != nil {
		require.NoError(t, os.CopyFS(dir, os.DirFS("node")))
		packed.Run(t, dir, "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund")
	}
	found, err := filepath.Glob(filepath.Join(dir, "node_modules", "node-*", "bin"))
	require.NoError(t, err)
	if len(found) > 0 {
		return found[0]
	}
	node, err := exec.LookPath("node")
	require.NoError(t, err)
	return filepath.Dir(node)
}
