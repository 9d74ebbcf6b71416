package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// built is a Go package or file as linked for the browser without symbols.
func built(t *testing.T, source string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "built.wasm")
	build := exec.Command("go", "build", "-ldflags", "-s -w", "-o", file, source)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	said, err := build.CombinedOutput()
	require.NoError(t, err, string(said))
	wasm, err := os.ReadFile(file)
	require.NoError(t, err)
	return wasm
}

func stripped(t *testing.T, wasm []byte) []byte {
	t.Helper()
	smaller, err := strip(wasm)
	require.NoError(t, err)
	return smaller
}

// outcome is what a program printed until it died of its last panic.
func outcome(t *testing.T, wasm []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program.wasm")
	require.NoError(t, os.WriteFile(file, wasm, 0o600))
	root, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	command := exec.Command("node", filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js"), file)
	command.Env = []string{"PATH=" + os.Getenv("PATH")} // Go has 4096 bytes for it
	printed, err := command.CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, string(printed))
	require.Equal(t, 2, exit.ExitCode(), string(printed))
	return string(printed)
}

// What a stack trace no longer has: files with lines, and the values of arguments.
var (
	place     = regexp.MustCompile(`[^\s"]+\.(go|s):[0-9]+`)
	arguments = regexp.MustCompile(`(?m)\([0-9a-fx?_{][^()]*\)$`)
)

func TestProgramRunsAsBefore(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed, and a program is proved by running it: get Node.js and run this again")
	}
	wasm := built(t, "testdata/program.go")
	before := outcome(t, wasm)
	require.Contains(t, before, "value method main.square.area called using nil *square pointer")
	require.Contains(t, before, "panic: the last")
	require.Contains(t, before, "program.go:")
	require.Contains(t, before, "main.panicAt(0x")

	after := outcome(t, stripped(t, wasm))
	expected := arguments.ReplaceAllString(place.ReplaceAllString(before, "?:0"), "()")
	assert.Equal(t, expected, after)
}

func TestStrippingAgainChangesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "program.wasm")
	require.NoError(t, os.WriteFile(file, built(t, "testdata/program.go"), 0o600))
	require.NoError(t, run([]string{file}))
	once, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, run([]string{file}))
	twice, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(once, twice))
}

func TestEngineGetsSmaller(t *testing.T) {
	wasm := built(t, "..")
	smaller := stripped(t, wasm)
	assert.Less(t, len(smaller), len(wasm)*9/10)
	assert.Less(t, gzipped(t, smaller), gzipped(t, wasm)*9/10)
}

func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Len()
}

func TestFileThatCannotBeStrippedIsLeftAsItWas(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.wasm")
	require.NoError(t, os.WriteFile(file, []byte("<!doctype html>"), 0o600))
	require.EqualError(t, run([]string{file}), file+" is left as it was: it is not WebAssembly, version 1")
	left, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "<!doctype html>", string(left))

	require.ErrorIs(t, run([]string{file + ".gz"}), os.ErrNotExist)
	assert.ErrorContains(t, run(nil), "one file is rewritten at a time")
}
