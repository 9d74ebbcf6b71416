package packaging

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/require"
)

// needNPM skips where nothing can be installed.
func needNPM(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed, and a package is proved by installing it: get Node.js and run this again")
	}
}

// install copies an app and installs what it asks for, and then the tarball as a user
// would who has it as a file. It returns the copy's folder.
func install(t *testing.T, app string) string {
	t.Helper()
	file := tarball(t)
	dir := filepath.Join(t.TempDir(), filepath.Base(app))
	require.NoError(t, os.CopyFS(dir, os.DirFS(app)))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "node_modules")))
	show, err := os.ReadFile("show.js")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "show.js"), show, 0o644))
	quiet := []string{"--prefer-offline", "--no-audit", "--no-fund"}
	if _, err := os.Stat(filepath.Join(dir, "package-lock.json")); err == nil {
		run(t, dir, "npm", append([]string{"ci"}, quiet...)...)
	}
	run(t, dir, "npm", append([]string{"install", file}, quiet...)...)
	return dir
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, content, 0o644))
}

// dist is where the installed package has its files.
func dist(dir, name string) string {
	return filepath.Join(dir, "node_modules", "feedsource", "dist", name)
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

// tsc is the TypeScript compiler that js/package.json names.
func tsc() string {
	return filepath.Join(harness.Root(), "js", "node_modules", ".bin", "tsc")
}

// run runs a program in dir, which must succeed, and returns what it printed.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	printed, err := output(dir, name, args...)
	require.NoError(t, err)
	return printed
}

func output(dir, name string, args ...string) (string, error) {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	defer stop()
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = dir
	printed, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, printed)
	}
	return string(printed), nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
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
