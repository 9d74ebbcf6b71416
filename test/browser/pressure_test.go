package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A feed that is paused delivers nothing and reads nothing; what the server sent
// meanwhile comes when it goes on.
func TestPauseAndResume(t *testing.T) {
	harness.NotIn(t, harness.WebKit, notHeld)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string]any](page, "pressure.js", "pauseAndResume", nil)
	assert.Equal(t, []any{0.0, 0.0, 1.0}, got["paused"])
	assert.Equal(t, 0.0, got["errors"], "the silence is the page's own")
	assert.Equal(t, 0.0, got["reconnects"])
	assert.Equal(t, 2.0, got["state"])
	assert.Equal(t, true, got["whole"], "the rest was left with the server")
}

// A spike of three times what a loop can take: reading stops, TCP holds the server back,
// and nothing is lost.
func TestSpikeOverASlowLoopLosesNothing(t *testing.T) {
	harness.NotIn(t, harness.WebKit, notHeld)
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[map[string]any](page, "pressure.js", "spikeOverASlowLoop", nil)
	assert.Equal(t, 60001.0, got["next"])
	assert.Equal(t, true, got["bounded"])
}

// A loop takes delivery of an event when it asks for the next one.
func TestLoopCommitsWhatItHasFinished(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "pressure.js", "committedByLoops", nil)
	assert.Equal(t, []any{
		[]any{[]any{"1", ""}, []any{"2", "1"}, []any{"3", "2"}, []any{"4", "3"}, "3"}, []any{"1", ""},
	}, got)
}

func TestStallIsTold(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[map[string]any](page, "pressure.js", "livenessOfAStall", nil)
	assert.Equal(t, []any{"dead", "fresh", "stalled", "fresh", "dead"}, got["states"])
	assert.Equal(t, true, got["enough"])
	assert.Equal(t, 400.0, got["limit"])
	assert.Contains(t, got["message"], "nothing came for 0.4 s")
}
