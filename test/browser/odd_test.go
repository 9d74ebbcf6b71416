package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// What no option may be is refused by the constructor, or passed over; it does not stop the
// engine, which other feeds go through. Symbols and BigInts are what Go knows least about.
func TestOddValuesOfOptionsLeaveOtherFeedsAlone(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "odd.js", "oddValues", nil)
	assert.Equal(t, []string{"1"}, got)
}
