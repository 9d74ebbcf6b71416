package harness

import (
	"io/fs"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Relay builds the relay, which is a module of its own, and gives the path of its program.
func Relay(t testing.TB) string {
	t.Helper()
	folder := filepath.Join(Root(), "web", "relay")
	// go test looks at the files that a test has looked at, and so does not take the outcome of another relay for this one's.
	require.NoError(t, filepath.WalkDir(folder, func(_ string, _ fs.DirEntry, err error) error { return err }))
	program := filepath.Join(t.TempDir(), "relay")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = folder
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return program
}
