package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// Nothing is lost for want of a reader: the body is not read on, so that TCP holds the server
// back, and that is not taken for silence.
func TestReaderThatComesLate(t *testing.T) {
	harness.NotIn(t, harness.WebKit, notHeld)
	for _, way := range []string{"listeners", "loop", "batches"} {
		t.Run(way, func(t *testing.T) {
			page := open(t, harness.NewSite(t), "/module.html")
			got := harness.Call[map[string]any](page, "reader.js", "lateReader", harness.Args{"way": way})
			assert.Equal(t, map[string]any{
				"records": 0.0, "readyState": 1.0, "cursor": "", "held": true, "told": []any{}, "inOrder": true, "count": 60000.0,
			}, got)
		})
	}
}

// Nor is anything between two readers, in the middle of a chunk as well.
func TestReadersThatTakeTurns(t *testing.T) {
	page := open(t, harness.NewSite(t), "/module.html")
	got := harness.Call[map[string]any](page, "reader.js", "readersInTurn", nil)
	assert.Equal(t, map[string]any{"inOrder": true, "lastEventId": got["lastEventId"], "readyState": 1.0}, got)
}

func TestLoopThatIsLeftClosesTheFeed(t *testing.T) {
	page := open(t, harness.NewSite(t), "/script.html")
	for _, how := range []string{"break", "throw", "return"} {
		assert.Equal(t, []int{2, 0}, harness.Call[[]int](page, "reader.js", "leaveALoop", harness.Args{"how": how}), how)
	}
	got := harness.Call[[]int](page, "reader.js", "leaveALoop", harness.Args{"how": "break, which is prevented"})
	assert.Equal(t, []int{1, 1}, got)
}

func TestLoopWhoseSignalAborts(t *testing.T) {
	page := open(t, harness.NewSite(t), "/module.html")
	assert.Equal(t, []string{"AbortError true", "AbortError true"}, harness.Call[[]string](page, "reader.js", "abortALoop", nil))
}
