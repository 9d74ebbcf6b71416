package soak

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

//go:embed testdata/gauges.go.txt
var gaugesSource string

// doors are put into the engine's own functions, for it to be killed there.
var doors = []struct{ file, before, door string }{
	{"memory_js.go", "\tactions := l.machine.Commit(", "\tsabotage(\"bytes\", l.machine.Config().URL)\n"},
	{"timer_js.go", "\tdefer l.guard()\n\tl.next = false", "\tsabotage(\"timer\", l.machine.Config().URL)\n"},
}

var gauged struct {
	sync.Once
	wasm []byte
}

// gaugedEngine builds the engine with gauges and doors, by an overlay of the build: the
// engine as it ships has neither.
func gaugedEngine(t *testing.T) []byte {
	gauged.Do(func() {
		folder := t.TempDir()
		bridge := filepath.Join(harness.Root(), "wasm", "internal", "bridge")
		overlay := map[string]string{}
		replace := func(name, text string) {
			overlay[filepath.Join(bridge, name)] = filepath.Join(folder, name)
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
		}
		replace("soak_js.go", gaugesSource)
		for _, d := range doors {
			text, err := os.ReadFile(filepath.Join(bridge, d.file))
			require.NoError(t, err)
			require.Equal(t, 1, strings.Count(string(text), d.before), d.file)
			replace(d.file, strings.Replace(string(text), d.before, d.door+d.before, 1))
		}
		gauged.wasm = build(t, folder, overlay)
	})
	require.NotEmpty(t, gauged.wasm, "the engine with gauges was not built")
	return gauged.wasm
}

func build(t *testing.T, folder string, replace map[string]string) []byte {
	t.Helper()
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "overlay.json"), overlay, 0o600))
	manifest, err := os.ReadFile(filepath.Join(harness.Root(), "js", "package.json"))
	require.NoError(t, err)
	var pkg struct{ Version string }
	require.NoError(t, json.Unmarshal(manifest, &pkg))
	output := filepath.Join(folder, "gauged.wasm")
	command := exec.Command("go", "build", "-overlay", filepath.Join(folder, "overlay.json"),
		"-ldflags", "-X main.version="+pkg.Version, "-o", output, "./wasm")
	command.Dir = harness.Root()
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	said, err := command.CombinedOutput()
	require.NoError(t, err, string(said))
	wasm, err := os.ReadFile(output)
	require.NoError(t, err)
	return wasm
}

// shipped is the engine as it ships.
func shipped(t *testing.T) []byte {
	t.Helper()
	wasm, err := os.ReadFile(filepath.Join(harness.Root(), "js", "dist", "feedsource.wasm"))
	require.NoError(t, err, "build first: ./build.sh")
	return wasm
}

// load has a page use an engine.
func load(page *harness.Page, site *harness.Site, wasm []byte) {
	site.Handle("/engine.wasm", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(wasm) })
	harness.Await[any](page, "await FS.init({ wasm: '/engine.wasm' })")
}
