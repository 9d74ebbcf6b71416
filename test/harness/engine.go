package harness

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Altered builds the engine with files in place of the project's or beside them, by their
// paths below its root. What a test puts in so, the engine as it ships does not have.
func Altered(t testing.TB, files map[string]string) []byte {
	t.Helper()
	folder := t.TempDir()
	replace := map[string]string{}
	for name, text := range files {
		copied := filepath.Join(folder, strings.ReplaceAll(name, "/", "-"))
		require.NoError(t, os.WriteFile(copied, []byte(text), 0o600))
		replace[filepath.Join(Root(), filepath.FromSlash(name))] = copied
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	overlay := filepath.Join(folder, "overlay.json")
	require.NoError(t, os.WriteFile(overlay, text, 0o600))

	var pkg struct{ Version string }
	require.NoError(t, json.Unmarshal([]byte(read(t, "js/package.json")), &pkg))
	output := filepath.Join(folder, "altered.wasm")
	build := exec.Command("go", "build", "-overlay", overlay, "-ldflags", "-X main.version="+pkg.Version, "-o", output, "./wasm")
	build.Dir = Root()
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	said, err := build.CombinedOutput()
	require.NoError(t, err, string(said))
	wasm, err := os.ReadFile(output)
	require.NoError(t, err)
	return wasm
}

// Inserted is a file of the project with code put ahead of a place that it has once.
func Inserted(t testing.TB, name, place, code string) string {
	t.Helper()
	text := read(t, name)
	require.Equal(t, 1, strings.Count(text, place), name)
	return strings.Replace(text, place, code+place, 1)
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(Root(), filepath.FromSlash(name)))
	require.NoError(t, err)
	return string(text)
}
