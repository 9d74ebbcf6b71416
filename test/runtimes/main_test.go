package runtimes

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/packed"
)

// patience is how long a process may take on a busy machine. One that has not ended by
// then does not end.
const patience = time.Minute

// A program is a runtime, and how a script is run by it.
type program struct {
	name string
	// path is empty if it is not installed.
	path string
	args []string
	// hasWebSocket tells whether it has a global one.
	hasWebSocket bool
}

// programs are the runtimes: Node as it is installed, and those that app/package.json names.
func programs() []program {
	own, _ := exec.LookPath("node")
	node := func(name string) string { return installed(filepath.Join(name, "bin", "node")) }
	return []program{
		{name: "Node, as installed", path: own, hasWebSocket: major(own) >= 22},
		{name: "Node 20.16", path: node("node20")},
		{name: "Node 22", path: node("node22"), hasWebSocket: true},
		{name: "Node 24", path: node("node24"), hasWebSocket: true},
		{name: "Deno", path: installed("@deno/*/deno"), args: []string{"run", "--allow-all"}, hasWebSocket: true},
		{name: "Bun", path: installed("@oven/bun-*/bin/bun"), hasWebSocket: true},
	}
}

// installed finds a binary that npm brought.
func installed(pattern string) string {
	found, _ := filepath.Glob(filepath.Join(modules(), pattern))
	if len(found) == 0 {
		return ""
	}
	return found[0]
}

func modules() string {
	return filepath.Join(harness.Root(), "test", "runtimes", "app", "node_modules")
}

func major(node string) int {
	printed, err := exec.Command(node, "-p", "parseInt(process.versions.node)").Output()
	if err != nil {
		return 0
	}
	var number int
	_ = json.Unmarshal(bytes.TrimSpace(printed), &number)
	return number
}

// install makes an app of the scripts here, with the tarball. The tools that it is tested
// with are beside it, as in a workspace.
func install(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	app := filepath.Join(root, "app")
	require.NoError(t, os.Mkdir(app, 0o755))
	for _, name := range []string{"checks.js", "listeners.js", "run.js", "server.js", "feeds.test.js"} {
		text, err := os.ReadFile(filepath.Join(harness.Root(), "test", "runtimes", "app", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(app, name), text, 0o644))
	}
	require.NoError(t, os.WriteFile(filepath.Join(app, "package.json"), []byte(`{"type": "module"}`), 0o644))
	run(t, app, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", packed.File(t))
	return app
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	command := exec.Command(name, args...)
	command.Dir = dir
	printed, err := command.CombinedOutput()
	require.NoError(t, err, "%s", printed)
}

// An outcome is what a process left.
type outcome struct {
	stdout, stderr string
	status         int
	// hung tells that it did not end by itself.
	hung bool
}

// last is the last line that it printed.
func (o outcome) last() string {
	lines := strings.Split(strings.TrimSpace(o.stdout), "\n")
	return lines[len(lines)-1]
}

// start runs a program in dir to its end; steer, if there is one, does something to it meanwhile.
func start(t *testing.T, dir string, environment []string, steer func(*exec.Cmd, *lines), name string, args ...string) outcome {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = dir
	command.Env = append(os.Environ(), environment...)
	command.WaitDelay = time.Second
	stdout, stderr := &lines{}, &lines{}
	command.Stdout, command.Stderr = stdout, stderr
	require.NoError(t, command.Start())
	if steer != nil {
		steer(command, stdout)
	}
	_ = command.Wait()
	return outcome{stdout.String(), stderr.String(), command.ProcessState.ExitCode(), ctx.Err() != nil}
}

func needsSignals(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signals that a process can be sent")
	}
}
