package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

func TestIteratorGivesEveryTypeInOrderAndThrowsAFailure(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "iterate.js", "everyTypeInOrder", nil)
	assert.Equal(t, []string{"message1", "b2", "message3", "over", "true", "incomplete", "true", "2", "still incomplete"}, got)
}

func TestIteratorEndsQuietlyWhenClosedOrComplete(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]string](page, "iterate.js", "quietEnds", nil)
	assert.Equal(t, []string{"complete true", "1", `{"a":"]"}`, `"x"`, "m", "m", "m", "m", "m", "2"}, got)
}

func TestIteratorStopsInTheMiddleOfABatch(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[int](page, "iterate.js", "leaveInTheMiddleOfABatch", nil)
	assert.Equal(t, 3, got)
}

// A loop that begins when another is left goes on where that stopped, in the middle of a chunk.
func TestLoopThatBeginsWhenAnotherIsLeft(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, batches := range []bool{false, true} {
		got := harness.Call[string](page, "iterate.js", "loopAfterLoop", harness.Args{"batches": batches})
		assert.Equal(t, "2,40,true", got)
	}
}

func TestBatchesGiveOneChunksRecords(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[[]int](page, "iterate.js", "batchSizes", nil)
	assert.Equal(t, 300, got[0])
	assert.Less(t, got[1], 300, "records of one chunk come together")
}

// A loop that is slower than the feed makes reading stop: the records that wait in
// the page stay within what one chunk brings.
func TestSlowLoopHoldsTheFeedBack(t *testing.T) {
	harness.NotIn(t, harness.WebKit, notHeld)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string]float64](page, "iterate.js", "slowLoop", nil)
	assert.Zero(t, got["ahead"], "records read ahead of the loop")
	assert.Greater(t, got["taken"], 5000.0)
}

func TestTwoLoopsAndLeavingOne(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]int](page, "iterate.js", "twoLoops", nil)
	assert.Equal(t, []int{6, 55}, got)
}
