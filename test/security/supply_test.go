package security

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// command runs a program in the project's folder with more of an environment.
func command(t *testing.T, environment []string, name string, args ...string) (printed string, code int) {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = harness.Root()
	c.Env = append(os.Environ(), environment...)
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return string(out), c.ProcessState.ExitCode()
}

func text(t *testing.T, elements ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{harness.Root()}, elements...)...))
	require.NoError(t, err)
	return string(text)
}

// manifests are the package.json files of the project by folder.
func manifests(t *testing.T) map[string]map[string]any {
	t.Helper()
	found := map[string]map[string]any{}
	require.NoError(t, filepath.WalkDir(harness.Root(), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.Name() == "package.json":
			bytes, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			var m map[string]any
			found[filepath.Dir(path)] = m
			err = json.Unmarshal(bytes, &m)
			found[filepath.Dir(path)] = m
			return err
		}
		return nil
	}))
	require.NotEmpty(t, found)
	return found
}

// dependencies are all that a package.json has installed, of whatever kind, but what lies in
// the project.
func dependencies(m map[string]any) map[string]string {
	all := map[string]string{}
	for key, value := range m {
		if !strings.HasSuffix(strings.ToLower(key), "dependencies") {
			continue
		}
		for name, version := range value.(map[string]any) {
			text, _ := version.(string)
			if !strings.HasPrefix(text, "file:") && key != "peerDependencies" {
				all[name] = aliased.ReplaceAllString(text, "")
			}
		}
	}
	return all
}

// aliased is what stands ahead of the version of a package that has another name here.
var aliased = regexp.MustCompile(`^npm:.+@`)

var exact = regexp.MustCompile(`^\d+\.\d+\.\d+(-[\w.]+)?$`)

func supply(t *testing.T, s *suite) {
	const group = "Supply chain"
	s.holds(group, "the package brings nothing along and runs nothing", func(t *testing.T) string {
		var m map[string]any
		require.NoError(t, json.Unmarshal([]byte(text(t, "js", "package.json")), &m))
		for _, key := range []string{"dependencies", "optionalDependencies", "bundleDependencies", "bundledDependencies", "scripts", "gypfile"} {
			assert.NotContains(t, m, key)
		}
		meta, _ := m["peerDependenciesMeta"].(map[string]any)
		for name := range m["peerDependencies"].(map[string]any) {
			assert.Equal(t, map[string]any{"optional": true}, meta[name], "%s is installed by whoever uses its hook", name)
		}
		assert.Equal(t, map[string]any{"feedsource": "dist/cli.js"}, m["bin"])
		return "package.json, which is packed as it is, has no dependencies but frameworks that the page has anyway, no scripts, and one program, which npx runs."
	})
	s.holds(group, "npm packages that build and test it are locked", func(t *testing.T) string {
		locked := 0
		for dir, m := range manifests(t) {
			wanted := dependencies(m)
			for name, version := range wanted {
				assert.Regexp(t, exact, version, "%s in %s", name, dir)
			}
			if len(wanted) == 0 {
				continue
			}
			locked++
			bytes, err := os.ReadFile(filepath.Join(dir, "package-lock.json"))
			require.NoError(t, err, "a lock file, for npm ci")
			var lock struct {
				Packages map[string]struct {
					Version, Resolved, Integrity string
					Link, InBundle               bool
				}
			}
			require.NoError(t, json.Unmarshal(bytes, &lock))
			for name, version := range wanted {
				assert.Equal(t, version, lock.Packages["node_modules/"+name].Version, name)
			}
			for path, p := range lock.Packages {
				if strings.HasPrefix(path, "node_modules/") && !p.Link && !p.InBundle { // what is bundled is checked with its bundle
					assert.Regexp(t, `^sha512-`, p.Integrity, "%s in %s", path, dir)
					assert.Regexp(t, `^(https://registry\.npmjs\.org/|$)`, p.Resolved, path)
				}
			}
		}
		assert.Positive(t, locked)
		build := text(t, "build.sh")
		assert.Contains(t, build, "npm ci ")
		assert.NotRegexp(t, `npm (install|i|add|update)\b|\bnpx\b`, build)
		return "Exact versions, lock files with SHA-512 sums of npm's registry, and npm ci."
	})
	s.holds(group, "Go modules and tools are exact", func(t *testing.T) string {
		printed, code := command(t, nil, "go", "mod", "edit", "-json")
		require.Zero(t, code, printed)
		var mod struct {
			Toolchain        string
			Require          []struct{ Path, Version string }
			Replace, Exclude []any
			Tool             []struct{ Path string }
		}
		require.NoError(t, json.Unmarshal([]byte(printed), &mod))
		assert.Regexp(t, `^go\d+\.\d+\.\d+$`, mod.Toolchain)
		assert.Empty(t, mod.Replace)
		assert.Empty(t, mod.Exclude)
		sums := text(t, "go.sum")
		for _, r := range mod.Require {
			assert.Regexp(t, `^v\d+\.\d+\.\d+`, r.Version, r.Path)
			assert.Contains(t, sums, r.Path+" "+r.Version+" h1:", "what was downloaded is what was looked at")
		}
		for _, tool := range mod.Tool {
			named := false
			for _, r := range mod.Require {
				named = named || strings.HasPrefix(tool.Path, r.Path+"/")
			}
			assert.True(t, named, tool.Path)
		}
		assert.NotRegexp(t, `@latest|go install|go get|\bcurl\b|\bwget\b`, text(t, "build.sh"), "tools come by go tool and npm ci alone")
		printed, code = command(t, nil, "go", "mod", "verify")
		assert.Zero(t, code, printed)
		return "Every module has one version and its sum, every tool is a module of go.mod, and the Go release is exact."
	})
	s.holds(group, "the bill of materials names what is in the engine", func(t *testing.T) string {
		bill, code := command(t, nil, "go", "run", "./wasm/sbom", "js/dist")
		require.Zero(t, code, bill)
		again, _ := command(t, nil, "go", "run", "./wasm/sbom", "js/dist")
		assert.Equal(t, bill, again, "one source, one bill")
		var b struct {
			BomFormat, SpecVersion string
			Metadata               struct {
				Component struct{ Name, Version string }
			}
			Components []struct {
				Name, Version, PURL string
				Ref                 string `json:"bom-ref"`
				Hashes              []struct{ Alg, Content string }
			}
			Dependencies []struct {
				Ref       string
				DependsOn []string
			}
		}
		require.NoError(t, json.Unmarshal([]byte(bill), &b))
		assert.Equal(t, "CycloneDX 1.6", b.BomFormat+" "+b.SpecVersion)
		versions, refs := map[string]string{}, map[string]bool{"pkg:npm/" + b.Metadata.Component.Name + "@" + b.Metadata.Component.Version: true}
		for _, c := range b.Components {
			versions[c.Name] = c.Version
			assert.False(t, refs[c.Ref], "%s twice", c.Ref)
			refs[c.Ref] = true
			if name, ships := strings.CutPrefix(c.Name, "dist/"); ships {
				require.Len(t, c.Hashes, 1)
				assert.Equal(t, fmt.Sprintf("%x", sha256.Sum256([]byte(text(t, "js", "dist", name)))), c.Hashes[0].Content, name)
			}
		}
		for _, d := range b.Dependencies {
			for _, ref := range append(d.DependsOn, d.Ref) {
				assert.True(t, refs[ref], ref)
			}
		}

		// The linker has left in the engine what it was made of.
		wasm := text(t, "js", "dist", "feedsource.wasm")
		linked := regexp.MustCompile(`dep\t(\S+)\t(\S+)(?:\th1:|\n=>)`).FindAllStringSubmatch(wasm, -1)
		require.NotEmpty(t, linked)
		assert.Contains(t, bill, "global.go", "safejs is patched, and the bill says how")
		for _, module := range linked {
			assert.Equal(t, module[2], versions[module[1]], module[1])
		}
		assert.Contains(t, wasm, "go"+versions["std"])
		assert.Contains(t, versions, "wasm_exec.js")
		modules := 0
		for name := range versions {
			if strings.Contains(name, ".") && strings.Contains(name, "/") && !strings.HasPrefix(name, "dist/") {
				modules++
				assert.Contains(t, wasm, name, "nothing that is not in it")
			}
		}
		assert.Len(t, linked, modules)
		return "CycloneDX 1.6: the modules that the linker wrote into the wasm, Go's own version, wasm_exec.js, and a SHA-256 of every file."
	})
	s.holds(group, "the audit is loud", func(t *testing.T) string {
		printed, code := command(t, []string{"GOVULNDB=file://" + weak(t)}, "./build.sh", "audit")
		assert.Equal(t, 1, code, printed)
		assert.Contains(t, printed, "GO-2026-0001")
		assert.Contains(t, printed, "knows of weaknesses")
		printed, code = command(t, []string{"GOVULNDB=file:///nowhere", "npm_config_registry=http://127.0.0.1:9", "npm_config_fetch_retries=0"}, "./build.sh", "audit")
		assert.Equal(t, 2, code, printed)
		assert.Contains(t, printed, "NOT AUDITED: file:///nowhere (./wasm)")
		assert.Contains(t, printed, "npm (js)")
		assert.NotContains(t, printed, "no known weaknesses")
		return "A known weakness ends ./build.sh audit with 1; a database that cannot be asked ends it with 2, and is named."
	})
}

// weak is a database of the Go vulnerability schema that knows one weakness, of the
// engine's only module.
func weak(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	const module, entry = "github.com/hack-pad/safejs", `{"id":"GO-2026-0001","modified":"2026-01-01T00:00:00Z"}`
	for name, content := range map[string]string{
		"index/db.json":      `{"modified":"2026-01-01T00:00:00Z"}`,
		"index/modules.json": `[{"path":"` + module + `","vulns":[` + entry + `]}]`,
		"index/vulns.json":   `[` + entry + `]`,
		"ID/GO-2026-0001.json": `{"schema_version":"1.3.1","id":"GO-2026-0001","modified":"2026-01-01T00:00:00Z","published":"2026-01-01T00:00:00Z",
			"summary":"made up","details":"made up","affected":[{"package":{"name":"` + module + `","ecosystem":"Go"},
			"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}],"ecosystem_specific":{"imports":[{"path":"` + module + `"}]}}],"database_specific":{"url":"https://pkg.go.dev/vuln/GO-2026-0001"}}`,
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		var compact bytes.Buffer
		require.NoError(t, json.Compact(&compact, []byte(content)))
		require.NoError(t, os.WriteFile(path, compact.Bytes(), 0o644))
	}
	return dir
}
