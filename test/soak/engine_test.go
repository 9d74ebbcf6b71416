package soak

import (
	_ "embed"
	"net/http"
	"os"
	"path/filepath"
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
	{"timer_js.go", "\tdefer l.guard()\n\tdelete(waiting", "\tsabotage(\"timer\", l.machine.Config().URL)\n"},
}

var gauged struct {
	sync.Once
	wasm []byte
}

// gaugedEngine builds the engine with gauges and doors: as it ships it has neither.
func gaugedEngine(t *testing.T) []byte {
	gauged.Do(func() {
		const bridge = "wasm/internal/bridge/"
		files := map[string]string{bridge + "soak_js.go": gaugesSource}
		for _, d := range doors {
			files[bridge+d.file] = harness.Inserted(t, bridge+d.file, d.before, d.door)
		}
		gauged.wasm = harness.Altered(t, files)
	})
	require.NotEmpty(t, gauged.wasm, "the engine with gauges was not built")
	return gauged.wasm
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
