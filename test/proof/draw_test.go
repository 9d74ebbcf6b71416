package proof

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// drawn opens web/proof.html on a report.
func drawn(t *testing.T, report any) *harness.Page {
	t.Helper()
	text, err := json.Marshal(report)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(filepath.Join(harness.Root(), "web"))))
	mux.Handle("/scripts/", harness.Scripts())
	mux.HandleFunc("/dist/proof.json", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(text) })
	page := harness.Open(t, harness.Serve(t, mux)+"/proof.html")
	harness.Call[any](page, "draw.js", "drawn", nil)
	return page
}

// The page draws every mark, note, figure and line of a report, and shows failures unasked.
func TestPageDrawsTheReport(t *testing.T) {
	case1 := &Case{Group: "fields", Name: "data", Source: "9.2.6", Results: map[string]Result{"native": {Outcome: Pass}, "ours": {Differs, "<b>for a reason</b>"}}}
	case2 := &Case{Group: "status", Name: "503", Results: map[string]Result{"ours": {Fail, "it closed"}}}
	page := drawn(t, map[string]any{"made": "2026-01-02T03:04:05Z", "machine": "a machine", "suites": []*Suite{{
		Name: "rules", Title: "Rules", About: "About them.", Columns: []string{"native", "ours"}, Cases: []*Case{case1, case2},
		Figures: []Figure{{"inputs", 1234567, ""}},
		Plots:   []Plot{{Title: "Memory", X: "cycles", Lines: []Series{{Name: "heap", Unit: "MB", Points: [][2]float64{{0, 1}, {10, 2}}}}}},
	}}})
	got := harness.Call[map[string]any](page, "draw.js", "look", nil)
	assert.Equal(t, []any{"mark pass", "mark differs", "mark fail"}, got["marks"])
	assert.Equal(t, []any{false, true}, got["open"], "the group with a failure is open")
	assert.Equal(t, []any{"ours: <b>for a reason</b>"}, got["note"], "notes are text")
	assert.Equal(t, []any{"ours: it closed"}, got["failed"])
	assert.Equal(t, "January 2, 2026 at 3:04 AM UTC, a machine: 1 held, 1 differs on purpose, 1 failed.", got["made"])
	assert.Equal(t, []any{"1,235,000 inputs"}, got["figures"])
	assert.Equal(t, 2.0, got["line"])
}
