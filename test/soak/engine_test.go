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

var gauged struct {
	sync.Once
	wasm []byte
}

// gaugedEngine builds the engine with gauges, and with a way to be killed where it calls
// fault: as it ships it has neither.
func gaugedEngine(t *testing.T) []byte {
	gauged.Do(func() {
		gauged.wasm = harness.Altered(t, map[string]string{"wasm/internal/bridge/fault_js.go": gaugesSource})
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
