package soak

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// arrivals is what came of many feeds.
type arrivals struct {
	Records, Done, Reconnects, Keepalives int
	Wrong, Unlike                         []string
	Errors                                map[string]int
}

// readMany reads a hundred feeds over HTTP/2, an hour of one message a second each as
// fast as it comes. Connections end in the midst of records and after them, and a tenth
// of the way on and again the one connection that carries all of them is cut.
func readMany(t *testing.T, suite *proof.Suite) {
	const feeds = 100
	last := size(150, 3600)
	name := fmt.Sprintf("%d feeds of %d messages each, over HTTP/2", feeds, last)
	suite.Run(proof.Case{Group: "many feeds", Name: name}, "", func(t *testing.T) string {
		site := harness.NewSite(t)
		page := open(t, site)
		page.TrustAll()
		s := serve(t, true)
		load(page, site, gaugedEngine(t))
		before := read(t, page, 0, s)
		start := time.Now()
		args := harness.Args{"origin": s.http.URL, "feeds": feeds, "last": last}
		if harness.Browser() == harness.WebKit {
			args["timeoutMs"] = 2000 // which is all that tells its pages that a stream or a connection of HTTP/2 was cut
		}
		harness.Call[any](page, "many.js", "open", args)
		var log record
		var got arrivals
		for part := 1; part <= 10; part++ {
			got = harness.Call[arrivals](page, "many.js", "reached", harness.Args{"records": feeds * last * part / 10})
			require.GreaterOrEqual(t, got.Records, feeds*last*part/10, "no more came: %+v", got)
			log = append(log, read(t, page, float64(got.Records), s))
			if part%3 == 1 {
				s.http.CloseClientConnections()
			}
		}
		took := time.Since(start)
		s.settles(t, 0)
		harness.Call[any](page, "gauges.js", "quiet", nil)
		end := read(t, page, float64(got.Records), s)

		assert.Empty(t, got.Wrong, "records out of their turn")
		assert.Empty(t, got.Unlike, "errors that are final, or no sentences")
		assert.Equal(t, feeds*last, got.Records)
		assert.Equal(t, feeds, got.Done)
		assert.Greater(t, got.Reconnects, 2*feeds, "connections opened after the first")
		assert.Greater(t, got.Keepalives, feeds)
		assert.Zero(t, end.Timers, "timers at the end")
		assert.LessOrEqual(t, end.Listeners, before.Listeners+8, "event listeners at the end, but those of the page's life")
		assert.InDelta(t, before.Slots, end.Slots, 20, "values of JavaScript that Go holds")
		assert.Zero(t, end.Links, "feeds that the engine knows")

		suite.Figure("messages through a hundred feeds at once", float64(got.Records), "")
		suite.Figure("connections of these that ended and were resumed", float64(got.Reconnects), "")
		suite.Plot(log.plot(name, "messages", linear, heap, slots, timers, requests))
		return fmt.Sprintf("%d messages in %.0f s, each once and in its turn, through %d reconnections in eight formats; the connection "+
			"that carries all was cut %d times.", got.Records, took.Seconds(), got.Reconnects, 4)
	})
}
