package browser

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// watched is what a feed has brought its page.
type watched struct {
	Records int
	InOrder bool // nothing lost and nothing twice
	Beats   int
	Types   []string // of its failures
	Message string   // of the first
}

// throttled opens a page of a Chromium that throttles hidden pages. Such tests take
// their time, and no processor's: they run side by side.
func throttled(t *testing.T, site *harness.Site, features ...string) *harness.Page {
	t.Helper()
	t.Parallel()
	return harness.Throttled(t, site.URL+"/module.html", features...)
}

// living brings a beat each 250 ms and a record each second.
const living = "/espresso/subscribe?from=1&rate=1&keepalive=250"

// silent falls silent after 3 s, in the middle of a record, and does so once.
const silent = "/espresso/subscribe?from=1&rate=4&retry=250&silence=700&times=1&fault=hidden"

// A hidden page runs its timers once a second. A feed that lives is left alone there, and
// one that falls silent is found and resumed.
func TestHiddenPage(t *testing.T) {
	site := harness.NewSite(t)
	page := throttled(t, site)
	page.Hide()
	got := harness.Call[struct {
		Steps        []float64
		Living, Dead watched
	}](page, "hidden.js", "hiddenPage", harness.Args{"living": living, "silent": silent})
	sum := 0.0
	for _, step := range got.Steps {
		sum += step
	}
	require.Greater(t, sum, 10500.0, "twelve timers of 50 ms come once a second")
	assert.Empty(t, got.Living.Types)
	assert.True(t, got.Living.InOrder)
	assert.GreaterOrEqual(t, got.Living.Records, 10)
	assert.GreaterOrEqual(t, got.Living.Beats, 18, "more than one a second")

	assert.Equal(t, []string{"stall"}, got.Dead.Types)
	assert.Regexp(t, `: nothing came for [2-6]\.\d s, where 2\.0 s is the limit; trying again`, got.Dead.Message)
	assert.True(t, got.Dead.InOrder)
	assert.Greater(t, got.Dead.Records, 20)
}

// Chromium 88 and later run chains of timers once a minute when a page has been hidden
// for a while; here after 2 s, for users after 1 to 5 min. On the full minute, wherever
// that falls in a test, a feed that lives is left alone, and one that is silent is found.
func TestHiddenPageWithTimersOnceAMinute(t *testing.T) {
	site := harness.NewSite(t)
	page := throttled(t, site, "IntensiveWakeUpThrottling:grace_period_seconds/2",
		"QuickIntensiveWakeUpThrottlingAfterLoading:grace_period_seconds_loaded/2")
	page.Hide()
	hush := make(chan struct{})
	harness.Call[any](page, "hidden.js", "watchUntilHush", harness.Args{
		"path": living, "url": harness.Serve(t, hushed(hush)),
	})
	for harness.Call[float64](page, "hidden.js", "heldFor", nil) < 2500 {
		time.Sleep(100 * time.Millisecond)
	}
	close(hush)
	got := harness.Call[struct {
		Living, Dying watched
		Late          float64
	}](page, "hidden.js", "reportAfterHush", nil)
	assert.Empty(t, got.Living.Types)
	assert.True(t, got.Living.InOrder)
	assert.Greater(t, got.Living.Records, 5)
	assert.Equal(t, []string{"stall"}, got.Dying.Types)
	assert.Less(t, got.Late, 10000.0, "milliseconds from the full minute to the new connection")
}

// hushed beats until hush is closed. Then the streams that are open go silent without
// closing; later ones beat again.
func hushed(hush <-chan struct{}) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", stream)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		hush := hush
		select {
		case <-hush:
			hush = nil // this one is later
		default:
		}
		for tick := time.Tick(250 * time.Millisecond); ; {
			_, _ = w.Write([]byte(":\n\n"))
			_ = http.NewResponseController(w).Flush()
			select {
			case <-req.Context().Done():
				return
			case <-hush:
				<-req.Context().Done()
			case <-tick:
			}
		}
	})
}

// A frozen page has let go of its connection, and goes on where it was as soon as it runs
// again, hidden as it is.
func TestFrozenPage(t *testing.T) {
	harness.NotShared(t, "a shared worker is not frozen with a page")
	site := harness.NewSite(t)
	page := throttled(t, site)
	harness.Call[any](page, "hidden.js", "watchUntilFrozen", nil)
	page.Hide()
	page.Freeze()
	time.Sleep(3 * time.Second)
	before := harness.Await[watched](page, "return report()") // a frozen page imports no script
	if !harness.InWorker() {                                  // which is frozen with its page, before it hears of that: the connection stays, unread
		assert.Empty(t, site.Server.Connections())
		assert.Equal(t, []string{"away"}, before.Types)
	}
	page.Thaw()
	got := harness.Call[struct {
		Living watched
		Took   float64
	}](page, "hidden.js", "reportAfterThaw", harness.Args{"records": before.Records + 40})
	assert.Equal(t, []string{"away"}, got.Living.Types)
	assert.True(t, got.Living.InOrder)
	assert.Less(t, got.Took, 900.0, "milliseconds; no timer of a hidden page is that fast")
}
