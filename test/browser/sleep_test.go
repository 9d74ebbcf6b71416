package browser

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// pair watches a feed that lives and one that is silent after hush is closed.
func pair(t *testing.T, page *harness.Page, hush <-chan struct{}) {
	t.Helper()
	harness.Call[any](page, "sleep.js", "watchPair", harness.Args{
		"path": living, "url": harness.Serve(t, hushed(hush)),
	})
}

// reportAfter is what both feeds have brought when so many more keep-alives have come of each.
func reportAfter(page *harness.Page, beats int) []watched {
	page.T.Helper()
	return harness.Call[[]watched](page, "sleep.js", "reportAfterBeats", harness.Args{"more": beats})
}

// What the feeds sent while the machine slept is waiting when it wakes; a link that died
// meanwhile, cut or silent, is found after that.
func TestMachineThatSleeps(t *testing.T) {
	site := harness.NewSite(t)
	page := throttled(t, site)
	hush := make(chan struct{})
	pair(t, page, hush)
	for _, d := range []time.Duration{2050, 2100, 2150, 2200, 3300} { // the limit is 2000
		page.Sleep(d * time.Millisecond)
		got := reportAfter(page, 5)
		assert.Empty(t, got[0].Types, d)
		assert.Empty(t, got[1].Types, d)
	}
	death := time.AfterFunc(time.Second, func() { close(hush); site.Server.CutFeed("espresso") })
	defer death.Stop()
	page.Sleep(2500 * time.Millisecond)
	woke := time.Now()
	got := harness.Call[[]watched](page, "sleep.js", "reportResumed", nil)
	assert.Equal(t, []string{"network"}, got[0].Types)
	assert.True(t, got[0].InOrder)
	assert.Equal(t, []string{"stall"}, got[1].Types)
	assert.Less(t, time.Since(woke), 6*time.Second)
}

// The engine's clock is Date: a jump forward is what a page sees of a long sleep, and one
// back is somebody's setting the clock.
func TestClockThatJumps(t *testing.T) {
	harness.InPageOnly(t, "it moves the clock of the page")
	t.Parallel()
	for _, c := range []struct {
		name    string
		jump    time.Duration
		message string
	}{
		{"forward", 10 * time.Minute, "the machine slept, and nothing came within 2.0 s of waking"},
		{"back", -time.Hour, "nothing came for 2."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			site := harness.NewSite(t)
			page := harness.Open(t, site.URL+"/module.html")
			hush := make(chan struct{})
			harness.Call[any](page, "sleep.js", "setUpJump", harness.Args{"ms": c.jump.Milliseconds()})
			pair(t, page, hush)
			harness.Call[any](page, "sleep.js", "jumpOnce", nil)
			got := reportAfter(page, 12)
			assert.Empty(t, got[0].Types)
			assert.Empty(t, got[1].Types)

			close(hush)
			harness.Call[any](page, "sleep.js", "jumpOnce", nil)
			got = harness.Call[[]watched](page, "sleep.js", "reportResumed", nil)
			assert.Empty(t, got[0].Types)
			assert.Equal(t, []string{"stall"}, got[1].Types)
			assert.Contains(t, got[1].Message, c.message)
		})
	}
}
