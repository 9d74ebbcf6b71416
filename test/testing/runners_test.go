package testing

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// folder is where the test runners are installed.
var folder = filepath.Join(harness.Root(), "test", "testing", "runners")

// newer is a Node that vitest 5 and MSW 3 run in, which the lock file brings where there is one for
// the machine.
func newer() string {
	if path := filepath.Join(folder, "node_modules", ".bin", "node"); exists(path) {
		return path
	}
	return "node"
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func TestRunners(t *testing.T) {
	if !exists(filepath.Join(folder, "node_modules", ".package-lock.json")) {
		t.Skip("the test runners are not installed: npm ci in test/testing/runners, which ./build.sh platforms does")
	}
	require.FileExists(t, filepath.Join(harness.Root(), "js", "dist", "testing.js"), "build first: ./build.sh")
	chromium, err := harness.Find()
	require.NoError(t, err)
	site := harness.NewSite(t)
	site.Add("/room.html", room)
	bin := func(name string) string { return filepath.Join(folder, "node_modules", name) }
	for name, command := range map[string][]string{
		"node --test":               {"node", "--test", "node/fake-feed.test.js"},
		"node --test of newer Node": {newer(), "--test", "node/fake-feed.test.js"},
		"jest":                      {"node", "--experimental-vm-modules", bin("jest/bin/jest.js"), "--config", "jest/jest.config.js"},
		"vitest, and MSW":           {newer(), bin("vitest/vitest.mjs"), "run", "--root", "vitest"},
		"Playwright":                {"node", bin("@playwright/test/cli.js"), "test", "--config", "playwright", "--output", t.TempDir()},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, command[0], command[1:]...)
			cmd.Dir = folder
			cmd.Env = append(os.Environ(), "NO_COLOR=1", "CHROME_BIN="+chromium, "SITE="+site.URL)
			cmd.WaitDelay = time.Second
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
		})
	}
}
