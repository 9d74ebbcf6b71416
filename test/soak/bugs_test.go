package soak

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

const aCollection = "a collection that is asked for"

// Every feed that was ever opened once waited for the engine's death, in a promise that
// held on to it, and to all that its listeners knew of, for as long as the page lived.
func TestClosedFeedIsLetGoOf(t *testing.T) {
	harness.ChromiumOnly(t, aCollection)
	site := harness.NewSite(t)
	page := open(t, site)
	load(page, site, gaugedEngine(t))
	s := serve(t, false)
	harness.Call[any](page, "bugs.js", "closeFeeds", harness.Args{"url": s.http.URL + "/?format=sse&last=1", "times": 20})
	read(t, page, 0)
	left := harness.Call[int](page, "bugs.js", "kept", nil)
	assert.LessOrEqual(t, left, 1, "feeds in memory, of 20 that were closed")
}

// Requests of an engine that died once went on without anybody to hear of them: a server
// that did not answer kept a connection for each dead engine, of six that there are.
func TestDeadEngineLeavesNoRequestBehind(t *testing.T) {
	sc := newScene(t, gaugedEngine(t))
	sc.kill(t, 2, func(int) string { return "/?format=ndjson&last=3&die=bytes-exit" }, ndjson)
	sc.quiet.settles(t, 2)
	assert.Equal(t, int64(6), sc.quiet.asked.Load(), "two requests of each of three engines")
}

// A feed with nothing to tell was once closed at the fourth death of an engine, though
// each time another feed was known to have killed it.
func TestSilentFeedOutlivesEnginesThatOthersKilled(t *testing.T) {
	sc := newScene(t, gaugedEngine(t))
	got := sc.kill(t, 5, func(int) string { return "/?format=ndjson&last=3&die=bytes-exit" }, ndjson)
	assert.NotContains(t, got.Silent, 2)
	assert.Empty(t, got.Wrong)
}

// What the page is told of a dead engine once kept all of its memory: the error, until its
// stack is read; and the engine's listeners of what befalls the page.
func TestDeadEngineIsCollectedThoughItsErrorIsKept(t *testing.T) {
	harness.ChromiumOnly(t, aCollection)
	sc := newScene(t, gaugedEngine(t))
	sc.kill(t, 4, func(int) string { return "/?format=ndjson&last=3&die=bytes-depth" }, ndjson)
	last := sc.log[len(sc.log)-1]
	assert.LessOrEqual(t, last.Engines, 2.0, "engines in memory, the one that runs included")
	assert.LessOrEqual(t, last.Listeners, sc.log[0].Listeners, "event listeners")
}

// A timer of a dead engine's once kept all of its memory until it fired, which may take
// minutes.
func TestDeadEngineIsCollectedThoughItHadATimer(t *testing.T) {
	harness.ChromiumOnly(t, aCollection)
	sc, s := newScene(t, gaugedEngine(t)), serve(t, false)
	harness.Call[any](sc.page, "bugs.js", "openPatient", harness.Args{"url": s.http.URL + "/?format=sse&after=9&last=9"})
	sc.kill(t, 4, func(int) string { return "/?format=ndjson&last=3&die=bytes-exit" }, ndjson)
	last := sc.log[len(sc.log)-1]
	assert.LessOrEqual(t, last.Engines, 2.0, "engines in memory, the one that runs included")
}

// A body without a record, such as that of a 503, once counted as one: a feed at whose
// timers the engine died went on with another for ever, sixty times a second.
func TestEngineThatDiesAtTimersIsNotStartedForEver(t *testing.T) {
	site := harness.NewSite(t)
	page, s := open(t, site), serve(t, false)
	load(page, site, gaugedEngine(t))
	deaths := harness.Call[int](page, "crash.js", "linger", harness.Args{"url": s.http.URL + "/?status=503&die=timer-exit"})
	assert.Equal(t, 4, deaths)
	assert.LessOrEqual(t, s.asked.Load(), int64(5), "requests")
}

// A feed that waited for its store when the engine died once waited for ever.
func TestFeedWhoseStoreIsReadGoesOnWithTheNextEngine(t *testing.T) {
	sc, s := newScene(t, gaugedEngine(t)), serve(t, false)
	harness.Call[any](sc.page, "bugs.js", "awaitStore", harness.Args{"url": s.http.URL + "/?format=ndjson&last=9"})
	sc.kill(t, 1, func(int) string { return "/?format=ndjson&last=3&die=bytes-exit" }, ndjson)
	assert.Equal(t, 6, harness.Call[int](sc.page, "bugs.js", "firstRecord", nil), "the record behind the one that the store had")
}
