package browser

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// pair watches a feed that lives and one that is silent after hush is closed.
func pair(t *testing.T, page *harness.Page, site *harness.Site, hush <-chan struct{}) {
	t.Helper()
	run[any](t, page, site, `
		globalThis.living = watch(base + '`+living+`&retry=250');
		globalThis.dying = watch(`+harness.JS(harness.Serve(t, hushed(hush)))+`);
		const beat = async (seen, more) => {
			for (const end = seen.beats + more; seen.beats < end; ) await heard(seen.feed, 'keepalive');
		};
		globalThis.beats = (more) => Promise.all([beat(living, more), beat(dying, more)]);
		globalThis.resumed = async () => {
			await heard(dying.feed, 'open');
			await beats(4);
			return [tell(living), tell(dying)];
		};
		await beats(4);`)
}

// What the feeds sent while the machine slept is waiting when it wakes; a link that died
// meanwhile, cut or silent, is found after that.
func TestMachineThatSleeps(t *testing.T) {
	site := harness.NewSite(t)
	page := throttled(t, site)
	hush := make(chan struct{})
	pair(t, page, site, hush)
	for _, d := range []time.Duration{2050, 2100, 2150, 2200, 3300} { // the limit is 2000
		page.Sleep(d * time.Millisecond)
		got := harness.Await[[]watched](page, `await beats(5); return [tell(living), tell(dying)]`)
		assert.Empty(t, got[0].Types, d)
		assert.Empty(t, got[1].Types, d)
	}
	death := time.AfterFunc(time.Second, func() { close(hush); site.Server.CutFeed("espresso") })
	defer death.Stop()
	page.Sleep(2500 * time.Millisecond)
	woke := time.Now()
	got := harness.Await[[]watched](page, `return resumed()`)
	assert.Equal(t, []string{"network"}, got[0].Types)
	assert.True(t, got[0].InOrder)
	assert.Equal(t, []string{"stall"}, got[1].Types)
	assert.Less(t, time.Since(woke), 6*time.Second)
}

// The engine's clock is Date: a jump forward is what a page sees of a long sleep, and one
// back is somebody's setting the clock.
func TestClockThatJumps(t *testing.T) {
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
			harness.Await[any](page, watchScript+`
				const { getTime } = Date.prototype;
				let ahead = 0;
				Date.prototype.getTime = function () { return getTime.call(this) + ahead; };
				globalThis.jump = () => ahead += `+harness.JS(c.jump.Milliseconds())+`;`)
			pair(t, page, site, hush)
			got := harness.Await[[]watched](page, `jump(); await beats(12); return [tell(living), tell(dying)]`)
			assert.Empty(t, got[0].Types)
			assert.Empty(t, got[1].Types)

			close(hush)
			got = harness.Await[[]watched](page, `jump(); return resumed()`)
			assert.Empty(t, got[0].Types)
			assert.Equal(t, []string{"stall"}, got[1].Types)
			assert.Contains(t, got[1].Message, c.message)
		})
	}
}
