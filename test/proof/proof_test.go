package proof

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A suite that has run is in its file, with what every column did with every case.
func TestSuiteIsWritten(t *testing.T) {
	path := filepath.Join(Folder(), "proof-test-"+harness.Browser()+".json")
	t.Cleanup(func() { _ = os.Remove(path) })
	rule := Case{Group: "fields", Name: "data", Source: "9.2.6"}
	t.Run("suite", func(t *testing.T) {
		s := New(t, "proof-test", "A title", "About it.", "native", "ours")
		s.Run(rule, "native", func(*testing.T) string { return "" })
		s.RunDiffering(rule, "ours", func(*testing.T) string { return "for a reason" })
		s.Figure("inputs", 3, "")
	})
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var got Suite
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Equal(t, []string{"native", "ours"}, got.Columns)
	require.Len(t, got.Cases, 1)
	assert.Equal(t, map[string]Result{"native": {Outcome: Pass}, "ours": {Differs, "for a reason"}}, got.Cases[0].Results)
	assert.Equal(t, []Figure{{"inputs", 3, ""}}, got.Figures)
	assert.Equal(t, map[Outcome]int{Pass: 1, Differs: 1}, got.Count())
}
