package runtimes

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// inRunners are the checks that test runners play, which catch what is uncaught themselves.
var inRunners = []string{"ndjson", "sse", "listeners", "compat", "loop", "engine", "cut", "failsByEvent", "failsByLoop", "complete", "closedAtOnce"}

// TestRunners has test runners read feeds, and end by themselves.
func TestRunners(t *testing.T) {
	app := install(t)
	base := harness.Serve(t, server())
	wanted := map[string]string{}
	for _, c := range checks {
		for _, name := range inRunners {
			if c.function == name {
				wanted[name] = c.want
			}
		}
	}
	require.Len(t, wanted, len(inRunners))
	text, err := json.Marshal(map[string]any{"given": map[string]any{"base": base}, "wanted": wanted})
	require.NoError(t, err)
	environment := []string{"CHECKS=" + string(text)}

	for _, p := range programs() {
		if filepath.Base(p.path) != "node" {
			continue
		}
		t.Run("node --test/"+p.name, func(t *testing.T) {
			got := start(t, app, environment, nil, p.path, "--test", "feeds.test.js")
			assert.False(t, got.hung, "the process does not end")
			assert.Zero(t, got.status, got.stdout)
			assert.Contains(t, got.stdout, "pass 11")
		})
	}

	vitest, node := installed("vitest/vitest.mjs"), installed("node24/bin/node")
	for _, environmentOf := range []string{"node", "jsdom", "happy-dom"} {
		t.Run("vitest/"+environmentOf, func(t *testing.T) {
			if vitest == "" || node == "" {
				t.Skip("vitest or the Node 24 that it needs is not installed: ./build.sh platforms installs them")
			}
			require.NoError(t, os.RemoveAll(filepath.Join(filepath.Dir(app), "node_modules")))
			require.NoError(t, os.Symlink(modules(), filepath.Join(filepath.Dir(app), "node_modules")))
			path := "PATH=" + filepath.Dir(node) + string(os.PathListSeparator) + os.Getenv("PATH")
			got := start(t, app, append(environment, path), nil, node, vitest, "run", "--environment", environmentOf)
			assert.False(t, got.hung, "the process does not end")
			assert.Zero(t, got.status, got.stdout+got.stderr)
			assert.Contains(t, got.stdout, "11 passed")
		})
	}
}
