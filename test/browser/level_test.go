package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// Opening and closing feeds for ever leaves nothing behind in the engine: its memory
// stays as large as Go's collector let it grow with the first ones.
func TestOpeningAndClosingStaysLevel(t *testing.T) {
	harness.InPageOnly(t, "it looks at the memory of the page's engine")
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]float64](page, "level.js", "memoryAfterCycles", nil)
	assert.InDelta(t, got[0], got[1], 512<<10, "linear memory in bytes after 2000 and after 4000 feeds")
	assert.Equal(t, 1.0, got[2], "one engine")
}

// A page's own fetch that does not heed the signal leaves no body open.
func TestFetchThatDoesNotHeedTheSignal(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[string](page, "level.js", "unheededSignal", nil)
	assert.Equal(t, "cancelled", got)
}
