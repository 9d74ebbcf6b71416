//go:build js && wasm

package bridge

import (
	"reflect"
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWaitOfNothingIsOverInTheNextTask(t *testing.T) {
	f := openFeed(t, "asksDelay: true")
	f.unmade(1)
	timers := run(t, "const set = setTimeout; let n = 0; setTimeout = (...a) => { n++; return set(...a) }; return () => { setTimeout = set; return n }", nil)
	f.names()
	f.decide(1, 0)
	set, err := timers.Invoke()
	require.NoError(t, err)
	assert.Zero(t, number(set), "by a message, not by a timer")
	assert.Equal(t, []string{"failed"}, f.names(), "not in the call itself")
	eventually(t, func() bool { return len(f.calls) > 0 }, "the next attempt")
	assert.Equal(t, 2, number(f.last(t, "dial").args[0]))
	assert.Empty(t, waiting)
}

func TestWait(t *testing.T) {
	f := openFeed(t, "asksDelay: true")
	f.unmade(1)
	f.names()
	began := time.Now()
	f.decide(1, 30)
	f.names()
	eventually(t, func() bool { return len(f.calls) > 0 }, "the next attempt")
	assert.GreaterOrEqual(t, time.Since(began), 29*time.Millisecond)
	assert.Equal(t, []string{"dial"}, f.names())
}

func TestTimerThatWasTakenBackFindsNobody(t *testing.T) {
	f := openFeed(t, "asksDelay: true")
	f.unmade(1)
	f.decide(1, 0)
	f.connect() // its message is on its way
	f.names()
	time.Sleep(20 * time.Millisecond)
	assert.Empty(t, f.calls)
}

func TestBodyThatThePageHoldsIsNotSilent(t *testing.T) {
	for _, held := range []bool{false, true} {
		f := openFeed(t, "keepalive: { timeoutMs: 20000 }")
		f.answer(1, ok)
		f.held = held
		c := connections[f.handle]
		before := c.machine.QuietAt()
		time.Sleep(2 * time.Millisecond)
		f.names()
		c.fire()
		assert.Equal(t, held, c.machine.QuietAt() > before)
		assert.Equal(t, held, len(f.names()) == 1, "quiet")
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	f := openFeed(t, "keepalive: { timeoutMs: 20000 }")
	f.answer(1, ok)
	assert.Len(t, waiting, 1)
	f.names()
	f.close()
	assert.Equal(t, []string{`abort 1 "close"`}, f.log(), "the page is told nothing more")
	assert.Empty(t, waiting)
	assert.Empty(t, connections)
}

func TestFinalFailureLeavesNothing(t *testing.T) {
	f := openFeed(t, "once: true, keepalive: { timeoutMs: 20000 }")
	f.answer(1, ok)
	f.finish(1, "")
	assert.Equal(t, "true", json(get(f.last(t, "failed").args[0], "final")))
	assert.Empty(t, waiting)
	assert.Empty(t, connections)
}

func TestPanicClosesItsFeedAlone(t *testing.T) {
	neighbour := openFeed(t, "")
	for name, fail := range map[string]func(f *testFeed){
		"in the data plane":    func(f *testFeed) { Commit(f.handle, 5, 0) },  // nothing was reserved
		"in the control plane": func(f *testFeed) { Lifecycle(f.handle, -1) }, // no length
		"by a sink that throws": func(f *testFeed) {
			f.set("opened", run(t, "return () => { throw new Error('on purpose') }", nil))
			f.responded(1, ok)
		},
		"at a timer": func(f *testFeed) {
			f.set("dial", 5)
			f.unmade(1)
			f.decide(1, 0)
			eventually(t, func() bool { return !f.known() }, "the end of the wait")
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := openSent(t, "asksDelay: true")
			fail(f)
			failed := f.last(t, "panicked")
			assert.Equal(t, `["engine",true,1]`, json(run(t, "return [f.type, f.final, f.attempt]", map[string]any{"f": failed.args[0]})))
			assert.Contains(t, text(get(failed.args[0], "message")), "https://example.org/feed: the engine failed (")
			assert.Contains(t, text(failed.args[1]), "guard_js.go", "the stack")
			assert.False(t, f.known())
			assert.True(t, neighbour.known())
		})
	}
	neighbour.answer(1, ok)
	assert.Equal(t, []string{`{"n":1}`}, readBatch(t, neighbour.write(1, "{\"n\":1}\n")).records)
}

// A pointer that the page should have refused closes the feed that has it.
func TestOptionsThatCannotBeRead(t *testing.T) {
	f := openFeed(t, "id: ['/no~pointer']")
	assert.Equal(t, "engine", text(get(f.last(t, "panicked").args[0], "type")))
	assert.Empty(t, connections)
}

// lastFunc is the number of a function of Go's made now; the next has the next number.
func lastFunc() uint64 {
	f := js.FuncOf(func(js.Value, []js.Value) any { return nil })
	defer f.Release()
	return reflect.ValueOf(f).FieldByName("id").Uint()
}

func TestFeedsLeaveNoFunctionsBehind(t *testing.T) {
	f := &testFeed{newHost(), t, 0}
	given := options(t, "keepalive: { timeoutMs: 20000 }")
	before := lastFunc()
	for range 1000 {
		lastHandle++
		f.handle = lastHandle
		must(sinks.Call("set", f.handle, f.sink))
		Open(f.handle, 0, put(given))
		f.answer(1, ok)
		f.close()
		f.calls = nil
	}
	assert.Equal(t, before+1, lastFunc(), "functions made for feeds")
	assert.Empty(t, waiting)
	assert.Empty(t, connections)
}

// A listener would hold on to all the memory of an engine that died.
func TestDeadEngineListensToNothing(t *testing.T) {
	t.Cleanup(func() { start(global, construct("MessageChannel")) })
	f := openFeed(t, "asksDelay: true")
	f.unmade(1)
	f.decide(1, 0)
	f.names()
	must(get(engine, "lifetime").Call("abort"))
	time.Sleep(20 * time.Millisecond)
	assert.Empty(t, f.calls, "its timers fire no more")
}
