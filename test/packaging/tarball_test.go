package packaging

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// manifest is what the tests read in package.json.
type manifest struct {
	Name, Version, Type                                       string
	Main, Module, Types, Unpkg, JSDelivr                      string
	Exports                                                   map[string]any
	Dependencies, PeerDependencies, OptionalDependencies, Bin map[string]string
	PeerDependenciesMeta                                      map[string]struct{ Optional bool }
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
	expected := regexp.MustCompile(`^(package\.json|README\.md|LICENSE|CHANGELOG\.md|llms\.txt|docs/[a-z-]+\.md|docs/README\.md` +
		`|dist/(index|cli|feedsource|node|presets|recorder|devtools|trace|stages|testing|testing-global|worker|compat|react|vue|svelte|solid|angular|observable)\.js(\.map)?|dist/feedsource\.wasm(\.(gz|br))?|dist/([a-z-]+/){0,2}[a-z0-9-]+\.d\.ts` +
		`|integrity\.json|feedsource\.cdx\.json|[a-z.-]+/package\.json)$`)

	t.Run("holds what a user needs", func(t *testing.T) {
		for _, name := range []string{
			"package.json", "README.md", "LICENSE", "CHANGELOG.md", "llms.txt", "docs/README.md", "docs/options.md", "dist/index.js", "dist/index.d.ts",
			"dist/node.js", "dist/node/index.d.ts", "dist/cli.js",
			"dist/presets.js", "dist/presets.d.ts", "dist/recorder.js", "dist/recorder/index.d.ts", "dist/devtools.js", "dist/devtools/index.d.ts", "dist/trace.js", "dist/trace/index.d.ts", "dist/stages.js", "dist/stages/index.d.ts", "dist/testing.js", "dist/testing/index.d.ts", "dist/testing-global.js",
			"dist/feedsource.js", "dist/worker.js", "dist/feedsource.wasm", "dist/feedsource.wasm.gz", "dist/feedsource.wasm.br",
			"integrity.json", "feedsource.cdx.json",
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

	t.Run("has a folder for each entry, which names its files", func(t *testing.T) {
		var m manifest
		require.NoError(t, json.Unmarshal(files["package.json"], &m))
		for entry := range m.Exports {
			if entry == "." || strings.HasSuffix(entry, ".json") {
				continue
			}
			name := strings.TrimPrefix(entry, "./") + "/package.json"
			var stub struct{ Main, Module, Types string }
			require.NoError(t, json.Unmarshal(files[name], &stub), name)
			for _, file := range []string{stub.Main, stub.Module, stub.Types} {
				if entry == "./client" && file == "" {
					continue // it is types alone
				}
				assert.Contains(t, files, strings.TrimPrefix(file, "../"), "%s in %s", file, name)
			}
		}
	})

	t.Run("links to files that it holds", func(t *testing.T) {
		relative := regexp.MustCompile(`\]\(([\w./-]+\.(md|png))[#)]`)
		count := 0
		for name, text := range files {
			if path.Ext(name) != ".md" {
				continue
			}
			for _, match := range relative.FindAllStringSubmatch(string(text), -1) {
				assert.Contains(t, files, path.Join(path.Dir(name), match[1]), name)
				count++
			}
		}
		assert.Positive(t, count)
	})

	t.Run("brings nothing along and runs nothing", func(t *testing.T) {
		var m manifest
		require.NoError(t, json.Unmarshal(files["package.json"], &m))
		assert.Empty(t, m.Dependencies)
		for name := range m.PeerDependencies {
			assert.True(t, m.PeerDependenciesMeta[name].Optional, "%s, which is for one entry alone", name)
		}
		assert.Empty(t, m.OptionalDependencies)
		assert.Empty(t, m.Scripts)
		assert.Equal(t, map[string]string{"feedsource": "dist/cli.js"}, m.Bin)
	})

	t.Run("has one engine, plain and compressed", func(t *testing.T) {
		gz, err := gzip.NewReader(bytes.NewReader(files["dist/feedsource.wasm.gz"]))
		require.NoError(t, err)
		for name, reader := range map[string]io.Reader{
			"gz": gz, "br": brotli.NewReader(bytes.NewReader(files["dist/feedsource.wasm.br"])),
		} {
			engine, err := io.ReadAll(reader)
			require.NoError(t, err, name)
			assert.True(t, bytes.Equal(engine, files["dist/feedsource.wasm"]), name)
		}
	})

	t.Run("knows the sum of each file that a page loads", func(t *testing.T) {
		var sums map[string]string
		require.NoError(t, json.Unmarshal(files["integrity.json"], &sums))
		loaded := regexp.MustCompile(`^dist/([^/]+\.js|feedsource\.wasm[^/]*)$`)
		for name, content := range files {
			if match := loaded.FindStringSubmatch(name); match != nil {
				sum := sha512.Sum384(content)
				assert.Equal(t, "sha384-"+base64.StdEncoding.EncodeToString(sum[:]), sums[match[1]], name)
				delete(sums, match[1])
			}
		}
		assert.Empty(t, sums, "of files that are not there")
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
