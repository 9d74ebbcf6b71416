package packaging

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/packed"
	"github.com/stretchr/testify/require"
)

// What test/platforms has need of too.
var (
	tarball      = packed.File
	install      = packed.Install
	dist         = packed.Dist
	run          = packed.Run
	output       = packed.Output
	lastLine     = packed.LastLine
	threeRecords = packed.ThreeRecords
)

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, content, 0o644))
}

// esbuild bundles with the esbuild that go.mod names; paths are those of dir.
func esbuild(t *testing.T, dir, entry string, options ...string) string {
	t.Helper()
	args := []string{
		"tool", "esbuild", filepath.Join(dir, entry), "--bundle", "--log-level=warning",
		"--outfile=" + filepath.Join(dir, "out", "main.js"),
	}
	return run(t, harness.Root(), "go", append(args, options...)...)
}

// warnings is what a tool printed but for npm's notes on the machine's own settings.
func warnings(printed string) []string {
	var kept []string
	for line := range strings.Lines(printed) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "npm warn Unknown") {
			kept = append(kept, line)
		}
	}
	return kept
}
