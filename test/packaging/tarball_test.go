package packaging

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// extras are the files that a package has from the top of the project.
var extras = []string{"README.md", "LICENSE", "CHANGELOG.md"}

// packed is the tarball, made once for all tests.
var packed = sync.OnceValues(func() ([]byte, error) {
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
	js := filepath.Join(root, "js")
	dist := filepath.Join(scratch, "dist")
	if err := os.CopyFS(dist, os.DirFS(filepath.Join(js, "dist"))); err != nil {
		return nil, err
	}
	for _, name := range extras {
		text, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, os.ErrNotExist) {
			continue // TestTarball says which must be there
		}
		if err := errors.Join(err, os.WriteFile(filepath.Join(scratch, name), text, 0o644)); err != nil {
			return nil, err
		}
	}
	manifest, err := os.ReadFile(filepath.Join(js, "package.json"))
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(scratch, "package.json"), manifest, 0o644); err != nil {
		return nil, err
	}
	if _, err := output(js, tsc(), "-p", ".", "--outDir", dist); err != nil {
		return nil, err
	}
	// An earlier tarball lies there, where ./build.sh package leaves it.
	if err := os.WriteFile(filepath.Join(dist, "feedsource-0.0.1.tgz"), []byte("earlier"), 0o644); err != nil {
		return nil, err
	}
	name, err := output(scratch, "npm", "pack", "--silent", "--ignore-scripts")
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(scratch, lastLine(name)))
}

// tarball is the path of the package as npm would publish it.
func tarball(t *testing.T) string {
	t.Helper()
	needNPM(t)
	require.FileExists(t, tsc(), "install the compiler first: cd js && npm ci")
	data, err := packed()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "feedsource-"+version(t)+".tgz")
	require.NoError(t, os.WriteFile(path, data, 0o644))
	return path
}

// manifest is what the tests read in package.json.
type manifest struct {
	Name, Version, Type                                       string
	Main, Module, Types, Unpkg, JSDelivr                      string
	Exports                                                   map[string]any
	Dependencies, PeerDependencies, OptionalDependencies, Bin map[string]string
	Scripts                                                   map[string]string
}

func version(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "package.json"))
	require.NoError(t, err)
	var m manifest
	require.NoError(t, json.Unmarshal(text, &m))
	return m.Version
}

// contents are the files in a tarball by their path in the package.
func contents(t *testing.T, path string) map[string][]byte {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	require.NoError(t, err)
	files := map[string][]byte{}
	for reader := tar.NewReader(unzipped); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		require.NoError(t, err)
		text, err := io.ReadAll(reader)
		require.NoError(t, err)
		files[strings.TrimPrefix(header.Name, "package/")] = text
	}
}

func TestTarball(t *testing.T) {
	files := contents(t, tarball(t))
	expected := regexp.MustCompile(`^(package\.json|README\.md|LICENSE|CHANGELOG\.md` +
		`|dist/(index|feedsource|presets|stages|testing|testing-global|worker)\.js(\.map)?|dist/feedsource\.wasm(\.gz)?|dist/([a-z-]+/){0,2}[a-z0-9-]+\.d\.ts)$`)

	t.Run("holds what a user needs", func(t *testing.T) {
		for _, name := range []string{
			"package.json", "README.md", "LICENSE", "CHANGELOG.md", "dist/index.js", "dist/index.d.ts",
			"dist/presets.js", "dist/presets.d.ts", "dist/stages.js", "dist/stages/index.d.ts", "dist/testing.js", "dist/testing/index.d.ts", "dist/testing-global.js",
			"dist/feedsource.js", "dist/worker.js", "dist/feedsource.wasm", "dist/feedsource.wasm.gz",
		} {
			assert.NotEmpty(t, files[name], name)
		}
	})

	t.Run("holds nothing else", func(t *testing.T) {
		for name := range files {
			assert.Regexp(t, expected, name)
		}
	})

	t.Run("names only files that it holds", func(t *testing.T) {
		var m manifest
		require.NoError(t, json.Unmarshal(files["package.json"], &m))
		named := append(leaves(m.Exports), m.Main, m.Module, m.Types, m.Unpkg, m.JSDelivr)
		for _, name := range named {
			assert.Contains(t, files, strings.TrimPrefix(name, "./"))
		}
	})

	t.Run("brings nothing along and runs nothing", func(t *testing.T) {
		var m manifest
		require.NoError(t, json.Unmarshal(files["package.json"], &m))
		assert.Empty(t, m.Dependencies)
		assert.Empty(t, m.PeerDependencies)
		assert.Empty(t, m.OptionalDependencies)
		assert.Empty(t, m.Scripts)
		assert.Empty(t, m.Bin)
	})

	t.Run("has the engine zipped and plain alike", func(t *testing.T) {
		reader, err := gzip.NewReader(bytes.NewReader(files["dist/feedsource.wasm.gz"]))
		require.NoError(t, err)
		engine, err := io.ReadAll(reader)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(engine, files["dist/feedsource.wasm"]))
	})

	t.Run("has source maps that need no other files", func(t *testing.T) {
		for name, text := range files {
			if !strings.HasSuffix(name, ".map") {
				continue
			}
			var m struct{ Sources, SourcesContent []string }
			require.NoError(t, json.Unmarshal(text, &m), name)
			assert.Len(t, m.SourcesContent, len(m.Sources), "%s: bundlers warn of sources that are not there", name)
		}
	})

	t.Run("says nothing of where it was built", func(t *testing.T) {
		for name, text := range files {
			assert.NotContains(t, string(text), harness.Root(), name)
		}
	})
}

// leaves are the strings in an exports map, however deep.
func leaves(exports map[string]any) []string {
	var found []string
	for _, value := range exports {
		switch value := value.(type) {
		case string:
			found = append(found, value)
		case map[string]any:
			found = append(found, leaves(value)...)
		}
	}
	return found
}
