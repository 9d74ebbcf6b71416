// Package layout holds the project to its own map: which package may know of which.
package layout

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

const internal = "github.com/feedsource/feedsource/wasm/internal/"

// arrows are the packages of the engine and what each may import of the others.
// Arrows point one way: what decides does not know what performs.
var arrows = map[string][]string{
	"jsontext": {},
	"civil":    {},
	"jsonptr":  {"jsontext"},
	"framing":  {"civil", "jsonptr", "jsontext"},
	"sse":      {"civil", "framing", "jsonptr", "jsontext"},
	"payload":  {"jsonptr", "jsontext"},
	"retry":    {"civil"},
	"lag":      {"civil", "jsontext"},
	"liveness": {},
	"preset":   {},
	"feed":     {"civil", "framing", "jsonptr", "jsontext", "lag", "liveness", "payload", "retry", "sse"},
	"bridge":   {"civil", "framing", "jsonptr", "jsontext", "lag", "liveness", "payload", "retry", "sse", "feed"},
}

// heavy packages stay out of the wasm: net/http alone is 1.9 MB gzip.
var heavy = []string{"net/http", "net/url", "encoding/json", "log/slog", "log", "os/exec"}

// deps lists a package and all that it depends on, as built for the browser.
func deps(t *testing.T, pattern string) []string { return list(t, "-deps", pattern) }

// imports lists what a package's own files import.
func imports(t *testing.T, pkg string) []string {
	return list(t, "-f", `{{join .Imports "\n"}}`, pkg)
}

func list(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = harness.Root()
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	require.NoError(t, err)
	return strings.Fields(string(out))
}

func TestArrowsPointOneWay(t *testing.T) {
	for name, allowed := range arrows {
		for _, dep := range deps(t, "./wasm/internal/"+name) {
			if short, ours := strings.CutPrefix(dep, internal); ours && short != name {
				assert.Contains(t, allowed, short, "%s must not know of %s", name, short)
			}
		}
	}
}

func TestOnlyTheBridgeKnowsJavaScript(t *testing.T) {
	for _, pkg := range deps(t, "./wasm") {
		if !strings.HasPrefix(pkg, "github.com/feedsource/") || strings.HasSuffix(pkg, "/bridge") {
			continue
		}
		for _, dep := range imports(t, pkg) {
			assert.False(t, dep == "syscall/js" || strings.Contains(dep, "safejs"), "%s imports %s", pkg, dep)
		}
	}
}

func TestEngineStaysSmall(t *testing.T) {
	all := deps(t, "./wasm")
	for _, name := range heavy {
		assert.False(t, slices.Contains(all, name), "the engine imports %s", name)
	}
}

// impure are things that the packages below the bridge must be handed, not take.
var impure = regexp.MustCompile(`\btime\.(Now|Since|After|Sleep|NewTimer|Tick)\b|\bgo func\b|\bmath/rand\b|(?m)^var \w+ *=? *(map\[|\[\]|int)`)

func TestCoreTakesTimeAndChanceAsArguments(t *testing.T) {
	for name := range arrows {
		if name == "bridge" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(harness.Root(), "wasm", "internal", name, "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.NotRegexp(t, impure, string(text), file)
		}
	}
}

// Markdown is for who reads the documentation by the demo, and a library of the demo's alone.
func TestOnlyTheDemoRendersMarkdown(t *testing.T) {
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	cmd.Dir = harness.Root()
	out, err := cmd.Output()
	require.NoError(t, err)
	users := 0
	for line := range strings.Lines(string(out)) {
		name, imports, _ := strings.Cut(line, " ")
		if strings.Contains(imports, "github.com/yuin/goldmark") {
			assert.Equal(t, "github.com/feedsource/feedsource/web/docs", name)
			users++
		}
	}
	assert.Equal(t, 1, users)
}
