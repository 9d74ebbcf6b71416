package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A connection that goes silent without closing is found, cut and resumed, nothing
// lost and nothing twice.
func TestHalfOpenConnectionIsFoundAndResumed(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[map[string]any](page, "silence.js", "halfOpenConnection", nil)
	want := []any{}
	for n := 1; n <= 40; n++ {
		want = append(want, float64(n))
	}
	assert.Equal(t, want, got["ids"])
	assert.Equal(t, []any{"stall"}, got["types"])
	assert.Regexp(t, `: nothing came for 0\.\d s, where 0\.4 s is the limit; trying again`, got["message"])
}

func TestServerThatNeverAnswers(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := harness.Call[[]any](page, "reconnect.js", "firstFailure", harness.Args{
		"url":  site.Feeds + "/espresso/subscribe?headersdelay=60000",
		"init": map[string]any{"keepalive": map[string]int{"connectMs": 300}},
	})
	assert.Equal(t, []any{"stall", false, 0.0}, got)
}

// A slow loop holds the feed back; that silence is the page's own.
func TestSlowLoopIsNotSilence(t *testing.T) {
	harness.NotIn(t, harness.WebKit, "a server that sends as fast as it can keeps a page from everything else")
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]float64](page, "silence.js", "slowLoop", nil)
	assert.Zero(t, got[0])
	assert.Greater(t, got[1], 1000.0)
}

// Nor is it with what the end of a body leaves: a last line without a line end.
func TestSlowLoopAtTheEndOfABodyIsNotSilence(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "silence.js", "slowLoopAtTheEnd", nil)
	assert.Equal(t, []any{1.0, 2.0, "complete"}, got)
}

func TestFeedThatBeatsIsLeftAlone(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]float64](page, "silence.js", "feedThatBeats", nil)
	assert.Equal(t, []float64{0, 30}, got)
}
