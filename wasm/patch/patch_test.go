package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The patch fits the version that go.mod names, and what it makes needs no fmt.
func TestThePatchFits(t *testing.T) {
	t.Chdir("../..")
	folder, err := os.MkdirTemp("js", "safejs")
	require.NoError(t, err)
	defer os.RemoveAll(folder)
	require.NoError(t, run([]string{folder}))
	list := exec.Command("go", "list", "-deps", "-modfile", filepath.Join(folder, "engine.mod"), "./wasm")
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	deps, err := list.Output()
	require.NoError(t, err)
	packages := strings.Fields(string(deps))
	assert.Contains(t, packages, module)
	assert.NotContains(t, packages, "fmt")
}

func TestAPatchThatDoesNotFitIsRefused(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "global.go"), []byte("package other\n"), 0o600))
	assert.ErrorContains(t, change(folder, parse(patch)), "is for another version of safejs")
}

func TestApply(t *testing.T) {
	const diff = "--- a/x\n+++ b/x\n@@ -2,3 +2,4 @@ func f\n b\n-c\n+C\n+CC\n d\n@@ -6,1 +7,0 @@\n-f\n"
	changes := parse(diff)
	require.Len(t, changes, 1)
	got, err := changes[0].apply("a\nb\nc\nd\ne\nf\ng\n")
	require.NoError(t, err)
	assert.Equal(t, "a\nb\nC\nCC\nd\ne\ng\n", got)
	for _, other := range []string{"", "a\n", "a\nb\nd\n", "b\nc\nd\ne\nf\n"} {
		_, err := changes[0].apply(other)
		assert.Error(t, err, "%q", other)
	}
}
