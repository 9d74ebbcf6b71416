package servers

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
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
	return append([]string{"node", filepath.Join("npm", script)}, args...)
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
