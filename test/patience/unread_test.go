package patience

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A feed that nobody reads says so after half a minute, and loses nothing for the first reader.
func TestFeedThatNobodyReadsSaysSo(t *testing.T) {
	t.Parallel()
	site := harness.NewSite(t)
	page := harness.OpenFor(t, site.URL+"/module.html", time.Minute)
	got := harness.Call[struct {
		After   float64
		Reason  string
		Message string
		Records int
		First   string
	}](page, "unread.js", "firstWarning", harness.Args{"path": "/espresso/subscribe?from=1&rate=50"})
	assert.InDelta(t, 30_000, got.After, 5000)
	assert.Equal(t, "unread", got.Reason)
	assert.Contains(t, got.Message, "/espresso/subscribe: there has been no listener for records, and no loop, for 30 s")
	assert.Zero(t, got.Records)
	assert.Equal(t, "1", got.First)
}
