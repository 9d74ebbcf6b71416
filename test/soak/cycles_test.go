package soak

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// A feed left behind would be some 4 kB of JavaScript and twenty values in Go, or a timer,
// or a request. The engine with gauges is asked to collect before each look. The one that
// ships collects when it likes, every thousand feeds or so, and before that nothing can be
// said of what it holds: the short form only looks at what no collector has a part in.
var (
	plainBounds   = []bound{{timers, 0.02}, {requests, 0.05}}
	shippedBounds = append([]bound{{linear, 0.002}, {heap, 0.001}, {slots, 0.5}, {listeners, 0.05}}, plainBounds...)
	gaugedBounds  = append([]bound{
		{linear, 0.002}, {heap, 0.002}, {slots, 0.05}, {listeners, 0.02},
		{goroutines, 0.01}, {goHeap, 0.0002}, {links, 0.01},
	}, plainBounds...)
)

// openAndClose opens feeds of every format and closes them at every time there is.
func openAndClose(t *testing.T, suite *proof.Suite) {
	cycles := size(600, 10_000)
	bounds := plainBounds
	if long {
		bounds = shippedBounds
	}
	name := fmt.Sprintf("%d feeds opened and closed", cycles)
	suite.Run(proof.Case{Group: "opening and closing", Name: name + ", as shipped"}, "", func(t *testing.T) string {
		_, ways := cycle(t, suite, name+", engine as shipped", shipped(t), cycles, bounds)
		return "Feeds of nine formats, ten at a time, closed " + strings.Join(ways, ", ") + "."
	})
	suite.Run(proof.Case{Group: "opening and closing", Name: name + ", with gauges in the engine"}, "", func(t *testing.T) string {
		log, _ := cycle(t, suite, name+", engine with gauges", gaugedEngine(t), cycles, gaugedBounds, goroutines, goHeap, links)
		first, last := log[len(log)/10], log[len(log)-1]
		who := "Go collects"
		if collects() {
			who = "Both sides collect"
		}
		return fmt.Sprintf("%s before each look. After a tenth of the cycles and at the end: %.0f and %.0f goroutines, "+
			"%.0f and %.0f values of JavaScript held by Go, %.2f and %.2f MB in Go's heap.",
			who, first.Goroutines, last.Goroutines, first.Slots, last.Slots, first.GoHeap/mega, last.GoHeap/mega)
	})
	suite.Run(proof.Case{Group: "opening and closing", Name: "a page that does leave feeds behind is found out"}, "", func(t *testing.T) string {
		log, _, _ := soak(t, gaugedEngine(t), 120, "leaking")
		var found []string
		for _, b := range gaugedBounds {
			if broken := b.broken(log, "feeds"); broken != "" {
				found = append(found, b.gauge.name)
			}
		}
		for _, g := range []gauge{heap, timers, listeners, links, goHeap} {
			if g.told() {
				assert.Contains(t, found, g.name, "a feed for each cycle stays open, with a timer of the page's and a listener")
			}
		}
		return "A feed for each cycle stays open. Seen by: " + strings.Join(found, ", ") + "."
	})
}

func cycle(t *testing.T, suite *proof.Suite, title string, wasm []byte, cycles int, bounds []bound, more ...gauge) (record, []string) {
	log, ways, servers := soak(t, wasm, cycles, "tidy")
	stays(t, log, "cycles", bounds)
	for _, s := range servers {
		s.settles(t, 0)
	}
	last := log[len(log)-1]
	assert.Zero(t, last.Timers, "timers at the end")
	assert.Zero(t, last.GoTimers, "timers of the Go runtime at the end")
	suite.Plot(log.plot(title, "cycles", append([]gauge{linear, heap, slots, timers, listeners, requests}, more...)...))
	return log, ways
}

// soak opens and closes so many feeds, and reads the gauges again and again on the way.
func soak(t *testing.T, wasm []byte, cycles int, manners string) (log record, ways []string, servers []*server) {
	site := harness.NewSite(t)
	page := open(t, site)
	load(page, site, wasm)
	var origins []string
	for range 4 { // a browser opens six connections to each
		s := serve(t, false)
		servers, origins = append(servers, s), append(origins, s.http.URL)
	}
	looks := size(20, 30)
	for look := range looks + 1 {
		from, to := cycles*max(look-1, 0)/looks, cycles*look/looks
		ways = harness.Call[[]string](page, "cycles.js", "cycles", harness.Args{
			"origins": origins, "from": from, "to": to, "manners": manners,
		})
		if look == looks {
			harness.Call[any](page, "gauges.js", "quiet", nil)
		}
		log = append(log, read(t, page, float64(to), servers...))
	}
	return log, ways, servers
}
