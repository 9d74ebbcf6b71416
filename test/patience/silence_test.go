package patience

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A feed is told nothing about the server's beat. It learns it, and when the line goes
// silent without being closed it finds that within the limit, and goes on, nothing lost and
// nothing twice. No limit under 30 s is learned, and eight samples of 10 s come first.
func TestHalfOpenLinkIsFoundWithinTheLearnedLimit(t *testing.T) {
	t.Parallel()
	site := harness.NewSite(t)
	page := harness.OpenFor(t, site.URL+"/module.html", 4*time.Minute)
	got := harness.Call[struct {
		IDs    []float64
		Types  []string
		Silent float64
		Limit  float64
	}](page, "silence.js", "readThroughSilence", harness.Args{
		"path": "/espresso/subscribe?rate=1&keepalive=300&silence=8000&times=1&fault=learned",
	})
	assert.Equal(t, []string{"stall"}, got.Types)
	assert.Equal(t, 30_000.0, got.Limit, "the shortest that is learned")
	assert.InDelta(t, got.Limit, got.Silent, 5000)
	assert.Greater(t, len(got.IDs), 80, "one a second while it was learned")
	for i := 1; i < len(got.IDs); i++ {
		assert.Equal(t, got.IDs[i-1]+1, got.IDs[i])
	}
}
