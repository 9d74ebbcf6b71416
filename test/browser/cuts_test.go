package browser

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// A resumption is a seed protocol with what it takes to go on after a cut: a cursor that
// the server takes, or backfill pages beside the stream that hold what was missed.
type resumption struct {
	name string // by which cuts.js has its options
	path string
	mean int // bytes of a connection before it is cut
	// unordered is a stream whose records come slightly out of order.
	unordered bool
	// away is how many messages are sent between a cut and the next connection, which a
	// stream that begins with what is yet to come does not bring.
	away    int
	history int // how many messages the service keeps
}

var resumptions = []resumption{
	{name: "ably raw", path: "/ably/event-stream?channel=news&v=1.2&accessToken=good&rate=0&from=1&count=10000", mean: 20000},
	{name: "espresso", path: "/espresso/subscribe?rate=0&from=1&count=10000", mean: 4000},
	{
		name: "gitter", path: "/gitter/v1/rooms/r1/chatMessages?rate=2000&pretty=0",
		mean: 30000, away: 150, history: 20000,
	},
	{
		name: "twitter", path: "/twitter/1.1/statuses/sample.json?rate=500&pretty=0",
		mean: 60000, away: 60, history: 3000, unordered: true,
	},
}

// The line is cut a hundred times, at bytes that fall anywhere, and every one of ten
// thousand messages arrives exactly once, in order where the service has one.
func TestLineCutAHundredTimes(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	for _, r := range resumptions {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			site := harness.NewSite(t)
			server := feeds.New(feeds.Options{Seed: 1, Interval: time.Hour, Keepalive: -1, History: r.history, RateLimit: -1})
			site.Feeds = harness.Serve(t, server)
			page := harness.OpenFor(t, site.URL+"/module.html", 3*time.Minute)
			got := harness.Call[struct {
				Numbers                     []float64
				Cuts, Reconnects, Malformed float64
				Gaps                        []string
			}](page, "cuts.js", "cutAHundredTimes", harness.Args{
				"name": r.name, "path": r.path, "away": r.away, "mean": r.mean,
			})
			assert.Equal(t, 100.0, got.Cuts)
			// Chromium sends a request that is cut ahead of its answer again by itself.
			assert.Greater(t, got.Reconnects, 90.0)
			for _, gap := range got.Gaps { // but for records ahead of a cursor, of which nobody knows
				assert.Contains(t, gap, "before its first cursor came")
			}
			assertConsecutive(t, got.Numbers, r.unordered)
		})
	}
}

// assertConsecutive checks that every number from the first on is there once.
func assertConsecutive(t *testing.T, numbers []float64, unordered bool) {
	t.Helper()
	require.GreaterOrEqual(t, len(numbers), 10000)
	if !unordered {
		for i, n := range numbers {
			require.Equal(t, numbers[0]+float64(i), n)
		}
		return
	}
	count := map[float64]int{}
	low, high := numbers[0], numbers[0]
	for _, n := range numbers {
		count[n]++
		low, high = min(low, n), max(high, n)
	}
	for n := low; n <= high; n++ {
		require.Equal(t, 1, count[n], "message %.0f of %.0f to %.0f", n, low, high)
	}
}
