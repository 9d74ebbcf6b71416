package servers

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// program is the path of one of a server's programs. A test whose server is not there is
// skipped: it has shown nothing.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, name)
	}
	return path
}

// node runs one of the servers of the folder npm.
func node(t *testing.T, script string, args ...string) []string {
	t.Helper()
	program(t, "node")
	installed(t, filepath.Join("npm", "node_modules"), script)
	return append([]string{"node", code(t, filepath.Join("npm", script))}, args...)
}

// built is the path of a server that was built from Go modules.
func built(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("build", name)
	installed(t, path, name)
	return path
}

// code is the path of a server's program of ours. go test looks at it, and so does not take
// the outcome of another for its own.
func code(t *testing.T, file string) string {
	t.Helper()
	_, err := os.ReadFile(file)
	require.NoError(t, err)
	return file
}

// installed skips a test where a file of its server is not there.
func installed(t *testing.T, file, server string) {
	t.Helper()
	if _, err := os.Stat(file); err != nil {
		missing(t, server)
	}
}

func missing(t *testing.T, server string) {
	t.Helper()
	t.Skipf("not run: %s is not installed; ./build.sh servers installs it", server)
}
