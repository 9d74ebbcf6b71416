package console

import (
	"net/http"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A console that is open for days remembers no more than it needs, and what it has counted stays true. A feed that is behind
// is not taken to have lost what is yet to come.
func TestTheLedgerForgetsWhatIsSettled(t *testing.T) {
	site := harness.NewSite(t)
	compile := exec.Command("go", "tool", "esbuild", "web/src/ledger.ts", "--format=esm")
	compile.Dir = harness.Root()
	script, err := compile.Output()
	require.NoError(t, err)
	site.Handle("/ledger.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write(script)
	})
	page := harness.Open(t, site.URL+"/module.html")
	type counted struct{ Made, Lost, Twice, Most int }
	got := harness.Call[map[string]counted](page, "ledger.js", "count", nil)
	assert.Equal(t, counted{Made: 100_000, Lost: 2, Twice: 2, Most: got["long"].Most}, got["long"])
	assert.Less(t, got["long"].Most, 50_000)
	assert.Equal(t, counted{Made: 60_000, Most: got["behind"].Most}, got["behind"])
	assert.Less(t, got["unasked"].Most, 110_000)
	assert.Less(t, got["gone"].Most, 210_000)
	assert.Equal(t, counted{Made: 100, Lost: 2, Most: 98}, got["restarted"])
	assert.Equal(t, counted{Made: 11, Most: 11}, got["late"])
}
