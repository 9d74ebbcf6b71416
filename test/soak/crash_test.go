package soak

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// crashed is what a page saw whose engine died.
type crashed struct {
	Wrong, Told      []string
	Started, Records int
	Silent           []int
}

// A scene is a page with feeds that go on while others kill their engine: four that
// stream, one that is never answered and one with nothing to tell.
type scene struct {
	page           *harness.Page
	streams, quiet *server
	log            record
}

func newScene(t *testing.T, wasm []byte) *scene {
	site := harness.NewSite(t)
	sc := &scene{page: open(t, site), streams: serve(t, false), quiet: serve(t, false)}
	load(sc.page, site, wasm)
	harness.Call[any](sc.page, "crash.js", "open", harness.Args{"origin": sc.streams.http.URL, "quiet": sc.quiet.http.URL})
	return sc
}

// ndjson are the options of most feeds that kill.
var ndjson = harness.Args{"format": "ndjson"}

// kill has a feed kill the engine so many times, and reads the gauges every third time.
func (sc *scene) kill(t *testing.T, times int, url func(i int) string, options harness.Args) crashed {
	killers := serve(t, false)
	for i := range times {
		harness.Call[any](sc.page, "crash.js", "kill", harness.Args{"url": killers.http.URL + url(i), "options": options})
		if i%3 == 0 || i == times-1 {
			sc.log = append(sc.log, read(t, sc.page, float64(i+1), sc.streams, sc.quiet))
		}
	}
	killers.settles(t, 0)
	return harness.Call[crashed](sc.page, "crash.js", "state", nil)
}

// goneOn holds the neighbours to having lost nothing, and dead engines to having left
// nothing behind.
func (sc *scene) goneOn(t *testing.T, got crashed, deaths int) {
	t.Helper()
	assert.Empty(t, got.Wrong)
	assert.Equal(t, deaths+1, got.Started, "engines started")
	assert.NotContains(t, got.Silent, 2, "a feed that hears nothing stays open as well")
	sc.streams.settles(t, 4)
	sc.quiet.settles(t, 2)
	assert.LessOrEqual(t, sc.streams.asked.Load(), int64(4*(deaths+1)), "requests of the neighbours: one each for each engine")
	if !collects() {
		return
	}
	last := sc.log[len(sc.log)-1]
	assert.LessOrEqual(t, last.Engines, 2.0, "engines in memory")
	assert.LessOrEqual(t, last.Listeners, sc.log[0].Listeners+10, "event listeners")
}

func crash(t *testing.T, suite *proof.Suite) {
	deaths := size(50, 300)
	name := fmt.Sprintf("%d engines killed in a row", deaths)
	suite.Run(proof.Case{Group: "dead engines", Name: name}, "", func(t *testing.T) string {
		sc := newScene(t, gaugedEngine(t))
		ways := []string{"exit", "depth"}
		got := sc.kill(t, deaths, func(i int) string {
			return "/?format=ndjson&last=3&die=bytes-" + ways[i%len(ways)]
		}, ndjson)
		sc.goneOn(t, got, deaths)
		stays(t, sc.log, "deaths", []bound{{held, 0.1}, {engines, 0.02}, {heap, 0.03}, {timers, 0.05}, {listeners, 0.3}, {requests, 0.05}})
		suite.Plot(sc.log.plot(name, "deaths", held, engines, heap, timers, listeners, requests))
		suite.Figure("engines killed in a row", float64(deaths), "")
		note := fmt.Sprintf("By os.Exit and by a stack without end, in turn. Four feeds beside them got %d records, each once and in its turn; "+
			"two that hear nothing stayed open.", got.Records)
		if collects() {
			note += " Every engine is collected when it is dead."
		}
		return note
	})
	suite.Run(proof.Case{Group: "dead engines", Name: "nobody knows which feed it was"}, "", func(t *testing.T) string {
		site := harness.NewSite(t)
		page, timed := open(t, site), serve(t, false)
		load(page, site, gaugedEngine(t))
		deaths := harness.Call[int](page, "crash.js", "linger", harness.Args{"url": timed.http.URL + "/?status=503&die=timer-exit"})
		got := harness.Call[crashed](page, "crash.js", "state", nil)
		assert.Equal(t, 4, deaths)
		assert.Empty(t, got.Wrong)
		assert.LessOrEqual(t, got.Started, 5, "engines started")
		assert.LessOrEqual(t, timed.asked.Load(), int64(4))
		return fmt.Sprintf("The engine dies at a timer, of which the page cannot tell whose it was. A feed that heard nothing in between goes on "+
			"with three engines more and is then closed; %d engines were started in all, and the loop ends.", got.Started)
	})
	outOfMemory(t, suite)
}

// outOfMemory lets the engine as it ships run out of memory in earnest: its module is
// given a limit, as a small device would, and a record without an end comes.
func outOfMemory(t *testing.T, suite *proof.Suite) {
	times := size(3, 20)
	const limit = 64 << 20
	suite.Run(proof.Case{Group: "dead engines", Name: "memory runs out"}, "", func(t *testing.T) string {
		sc := newScene(t, limited(t, shipped(t), limit))
		got := sc.kill(t, times, func(int) string { return "/?endless" }, harness.Args{"format": "ndjson", "maxRecordBytes": 1 << 30})
		sc.goneOn(t, got, times)
		return fmt.Sprintf("The engine as shipped, with %d MB to live in and a record that does not end, %d times. The feed with that record is closed, "+
			"and the page told: the others got %d records, each once and in its turn.", limit>>20, times, got.Records)
	})
}
