// Package packed packs the npm package and installs it into small apps, as a user would
// who has it as a file, for tests that prove the package and not the source tree.
package packed

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/require"
)

// tarball is the package, made once for all tests.
var tarball = sync.OnceValues(func() ([]byte, error) {
	scratch, err := os.MkdirTemp("", "feedsource-pack")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	return pack(scratch)
})

// pack does in scratch what ./build.sh package does in js/, to what ./build.sh built.
// It is not called itself because it rewrites js/dist, which the tests of other
// packages read at the same time.
func pack(scratch string) ([]byte, error) {
	root := harness.Root()
	dist := filepath.Join(scratch, "dist")
	if _, err := Output(root, "go", "run", "./wasm/pack", "layout", scratch); err != nil {
		return nil, err
	}
	bill, err := Output(root, "go", "run", "./wasm/sbom", dist)
	if err := errors.Join(err, os.WriteFile(filepath.Join(scratch, "feedsource.cdx.json"), []byte(bill), 0o644)); err != nil {
		return nil, err
	}
	for _, project := range []string{".", "src/node"} {
		if _, err := Output(filepath.Join(root, "js"), TSC(), "-p", project, "--outDir", dist); err != nil {
			return nil, err
		}
	}
	// An earlier tarball lies there, where ./build.sh package leaves it.
	if err := os.WriteFile(filepath.Join(dist, "feedsource-0.0.1.tgz"), []byte("earlier"), 0o644); err != nil {
		return nil, err
	}
	name, err := Output(scratch, "npm", "pack", "--silent", "--ignore-scripts")
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(scratch, LastLine(name)))
}

// File is the path of the package as npm would publish it.
func File(t *testing.T) string {
	t.Helper()
	needNPM(t)
	require.FileExists(t, TSC(), "install the compiler first: cd js && npm ci")
	data, err := tarball()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "feedsource.tgz")
	require.NoError(t, os.WriteFile(path, data, 0o644))
	return path
}

// TSC is the TypeScript compiler that js/package.json names.
func TSC() string {
	return filepath.Join(harness.Root(), "js", "node_modules", ".bin", "tsc")
}

// needNPM skips where nothing can be installed.
func needNPM(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed, and a package is proved by installing it: get Node.js and run this again")
	}
}
