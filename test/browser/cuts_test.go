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
// the server takes, or pages beside the stream that hold what was missed.
type resumption struct {
	name    string
	stream  string
	options string // JavaScript
	mean    int    // bytes of a connection before it is cut
	// unordered is a stream whose records come slightly out of order.
	unordered bool
	// away is how many messages are sent between a cut and the next connection, which a
	// stream that begins with what is yet to come does not bring.
	away    int
	history int // how many messages the service keeps
}

var resumptions = []resumption{
	{
		name: "ably raw", stream: "/ably/event-stream?channel=news&v=1.2&accessToken=good&rate=0&from=1&count=10000", mean: 20000,
		options: `{ format: 'ndjson', id: '/id', resume: { query: 'lastEvent' } }`,
	},
	{
		name: "espresso", stream: "/espresso/subscribe?rate=0&from=1&count=10000", mean: 4000,
		options: `{}`,
	},
	{
		name: "gitter", stream: "/gitter/v1/rooms/r1/chatMessages?rate=2000&pretty=0", mean: 30000, away: 150, history: 20000,
		options: `{
			format: 'json', id: '/id', resume: false, headers: { Authorization: 'Bearer ` + feeds.GitterToken + `' },
			backfill: { url: base + '/gitter/api/v1/rooms/r1/chatMessages?limit=100', after: 'afterId', size: 100 },
			dedupe: { key: ['/id', '/v'], window: 5000 },
		}`,
	},
	{
		name: "twitter", stream: "/twitter/1.1/statuses/sample.json?rate=500&pretty=0", mean: 60000, away: 60, history: 3000, unordered: true,
		options: `{
			format: 'json-crlf', id: '/id_str', resume: false, headers: { Authorization: 'Bearer ` + feeds.TwitterToken + `' },
			backfill: { url: base + '/twitter/1.1/statuses/user_timeline.json?count=200', after: 'since_id', before: 'max_id', size: 200, overlap: 200 },
			dedupe: { key: '/id_str', window: 5000 },
		}`,
	},
}

// The line is cut a hundred times, at bytes that fall anywhere, and every one of ten
// thousand messages arrives exactly once, in order where the service has one.
func TestLineCutAHundredTimes(t *testing.T) {
	for _, r := range resumptions {
		t.Run(r.name, func(t *testing.T) {
			site := harness.NewSite(t)
			server := feeds.New(feeds.Options{Seed: 1, Interval: time.Hour, Keepalive: -1, History: r.history, RateLimit: -1})
			site.Feeds = harness.Serve(t, server)
			page := open(t, site, "/module.html")
			got := run[struct {
				Numbers                     []float64
				Cuts, Reconnects, Malformed float64
				Gaps                        []string
			}](t, page, site, `
				let cuts = 0, seed = 7;
				const random = () => (seed = seed * 48271 % 0x7fffffff) / 0x7fffffff; // Lehmer
				const stream = base + `+harness.JS(r.stream)+`;
				const options = `+r.options+`, away = `+harness.JS(r.away)+`;
				const f = new FS.FeedSource(stream, {
					...options, reconnect: { delay: () => 0 },
					async fetch(url, init) {
						if (!url.startsWith(stream) || cuts === 100) return fetch(url, init);
						if (cuts++ && away) await (await fetch(stream.replace(/rate=\d+/, 'rate=0') + '&take=' + away, { headers: options.headers })).text();
						return fetch(url + '&cut=' + (500 + Math.floor(random() * 2 * `+harness.JS(r.mean)+`)), init);
					},
				});
				const Numbers = [], Gaps = [];
				f.addEventListener('gap', (e) => Gaps.push(e.detail.message));
				for await (const events of f.batches()) {
					for (const { data } of events) {
						// Where the text is not in base64 it ends in the number; Ably's id holds it too.
						const [, number] = /"id":"[^"]*:(\d+):0"|#(\d+)("|$)/.exec(data)?.filter(Boolean) ?? [];
						if (number) Numbers.push(Number(number));
					}
					if (Numbers.length >= 10000 && cuts === 100) break;
				}
				f.close();
				return { Numbers, Gaps, Cuts: cuts, Reconnects: f.stats.reconnects, Malformed: f.stats.malformed };`)
			assert.Equal(t, 100.0, got.Cuts)
			// Chromium sends a request that is cut ahead of its answer again by itself.
			assert.Greater(t, got.Reconnects, 90.0)
			assert.Empty(t, got.Gaps)
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
