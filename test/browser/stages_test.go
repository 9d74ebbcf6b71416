package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// stages calls a function of a script in a page of its own.
func stages[R any](t *testing.T, script, function string) R {
	t.Helper()
	return harness.Call[R](open(t, harness.NewSite(t), "/module.html"), script, function, nil)
}

func TestReorderSortsAFeed(t *testing.T) {
	got := stages[map[string]any](t, "stages.js", "sortFeed")
	assert.Equal(t, []any{"incomplete", "incomplete"}, got["ends"], "the feed's error comes after its events")
	assert.Greater(t, got["length"], 400.0, "tweets, notices and duplicates")
	assert.Equal(t, true, got["same"], "everything once, and not a byte changed")
	disorder, unknown := got["disorder"].([]any), got["unknown"].([]any)
	assert.Greater(t, disorder[0], 10.0)
	assert.Zero(t, disorder[1])
	assert.Greater(t, unknown[0], 10.0)
	assert.Equal(t, unknown[0], unknown[1], "counts of -1 arrive as -1")
}

// What the options promise, word by word, on a clock of the test's own: when an event is
// due or too many are held, the earliest leaves, until no more is due. Every hundredth
// event comes after a pause, and about as many are ahead of their time.
func TestReorderHoldsAsLongAsItSays(t *testing.T) {
	got := stages[[]any](t, "stages.js", "holdAsLongAsSaid")
	assert.Empty(t, got)
}

func TestReorderCorners(t *testing.T) {
	got := stages[map[string]string](t, "stages.js", "cornersOfReorder")
	assert.Equal(t, map[string]string{
		"quiet": "1 2 3", "ties": "1 3 5 7 0 2 4 6", "late": "5 4 3", "untimed": "3 5 none NaN 7", "alone": "NaN",
		"end": "1 2", "error": "1 2 torn", "empty": "", "ahead": "10",
		"holdMs": "holdMs is NaN; it can be a whole number from 1 to 2^30. 0",
		"limit":  "limit is 0; it can be a whole number from 1 to 2^30. 0",
	}, got)
}

// A loop that is left ends its source, and does not wait for one that is quiet; what that
// throws afterwards is nobody's.
func TestLeavingAStageEndsTheSource(t *testing.T) {
	got := stages[map[string]any](t, "stages.js", "leaveStages")
	assert.Equal(t, map[string]any{
		"byLimit": 1.0, "byTimer": 1.0, "posts": 1.0, "chain": 1.0, "ended": 0.0,
		"feed": 2.0, "thrown": []any{"no time", 1.0},
	}, got)
}

// A delete notice that comes first keeps its tweet out, and comes through itself.
func TestWithoutDeletedOnAFeed(t *testing.T) {
	got := stages[map[string]any](t, "stages.js", "dropDeleted")
	assert.Greater(t, got["gone"], 5.0)
	assert.GreaterOrEqual(t, got["dropped"], got["gone"])
	assert.Equal(t, got["gone"], got["notices"])
	assert.Equal(t, true, got["same"], "all but the deleted tweets, in the order of the feed")
	assert.Zero(t, got["both"])
	assert.Zero(t, got["shown"])
}

// A notice is -n, a post n. The oldest of two is forgotten; a notice that is repeated
// takes no second place.
func TestTombstonesAreBounded(t *testing.T) {
	got := stages[[]any](t, "stages.js", "boundedTombstones")
	assert.Equal(t, []any{
		[]any{1.0, -1.0, -2.0, -3.0, 1.0, 4.0}, []any{-1.0, -2.0, -2.0, -2.0},
		[]any{-1.0, -2.0, -3.0, -4.0, -3.0, -5.0, 3.0, "torn"},
		[]any{"limit is -1; it can be a whole number from 1 to 2^30."},
	}, got)
}

func TestTwitterAccessors(t *testing.T) {
	got := stages[[]any](t, "stages.js", "twitterAccessors")
	assert.Equal(t, []any{"1330544522657,7,", "1330544522000,8,", "NaN,,9", "NaN,,", "NaN,,", "NaN,,", "NaN,,", "NaN,,"}, got)
}

func TestStagesAsTransformStreams(t *testing.T) {
	got := stages[map[string]any](t, "streams.js", "transformStreams")
	assert.Equal(t, map[string]any{"same": true, "end": "incomplete"}, got, "what a loop gets, and the feed's error")
}

func TestStreamsEndWhatTheyAreMadeOf(t *testing.T) {
	got := stages[map[string]any](t, "streams.js", "endsOfStreams")
	assert.LessOrEqual(t, got["ahead"], 13.0, "ten are held, and the streams take one each")
	delete(got, "ahead")
	assert.Equal(t, map[string]any{
		"closed": []any{1.0, 2.0}, "cancelled": true, "failed": []any{"no time"}, "stopped": true, "taken": []any{1.0}, "left": true, "unread": 0.0,
		"unfit": 1.0, "refused": true, "deaf": []any{"own"}, "unheard": true,
	}, got)
}

// A loop that takes its time gets what is newest; nothing is lost without being counted.
func TestOverflow(t *testing.T) {
	got := stages[map[string]any](t, "overflow.js", "overflowPolicies")
	tick := func(k string, v float64) any { return map[string]any{"k": k, "v": v} }
	assert.Equal(t, []any{[]any{0.0, 97.0, 98.0, 99.0}, 96.0}, got["oldest"], "the first was taken before the others came")
	assert.Equal(t, []any{[]any{1.0, 2.0, 3.0}, 0.0}, got["all"])
	assert.Equal(t, []any{[]any{tick("a", 1), tick("b", 3), tick("c", 2)}, 3.0}, got["latest"], "in the place of the first")
	assert.Equal(t, []any{[]any{tick("a", 1), tick("c", 1), tick("d", 1)}, 1.0}, got["bounded"])
	assert.Zero(t, got["goesOn"], "a source that cannot be ended is not read on either")
	assert.Equal(t, []any{1.0}, got["left"])
	assert.Equal(t, 1.0, got["returned"])
	assert.Equal(t, []any{1.0, 2.0, "broken", "no key", 1.0}, got["failed"], "what came is delivered first")
	assert.Equal(t, []any{
		"limit is 0; it can be a whole number from 1 to 2^30.",
		`policy is "x"; it can be drop-oldest, or latest-by-key with a key.`,
		`policy is "latest-by-key"; it can be drop-oldest, or latest-by-key with a key.`,
	}, got["wrong"])
}

// A spike of three times what the loop can take: with overflow the feed is read to its
// end all the same, and every record is either delivered or counted.
func TestOverflowOnAFeed(t *testing.T) {
	got := stages[[]float64](t, "overflow.js", "overflowOnAFeed")
	assert.Equal(t, []float64{3000, 3000, 1}, got)
}
