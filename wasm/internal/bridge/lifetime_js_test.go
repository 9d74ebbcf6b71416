//go:build js && wasm

package bridge

import (
	"reflect"
	"syscall/js"
	"testing"
	"time"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWaitOfNothingIsOverInTheNextTask(t *testing.T) {
	f := openFeed(t, newHost(), "asksDelay: true")
	f.call("unanswered", 1, "no headers")
	timers := run(t, "const set = setTimeout; let n = 0; setTimeout = (...a) => { n++; return set(...a) }; return () => { setTimeout = set; return n }", nil)
	f.names()
	f.call("decide", 1, 0)
	set, err := timers.Invoke()
	require.NoError(t, err)
	assert.Zero(t, number(set), "by a message, not by a timer")
	assert.Equal(t, []string{"failed"}, f.names(), "not in the call itself")
	eventually(t, func() bool { return len(f.calls) > 0 }, "the next attempt")
	assert.Equal(t, 2, number(f.last(t, "dial").args[0]))
	assert.Empty(t, waiting)
}

func TestWait(t *testing.T) {
	f := openFeed(t, newHost(), "asksDelay: true")
	f.call("unanswered", 1, "no headers")
	f.names()
	began := time.Now()
	f.call("decide", 1, 30)
	f.names()
	eventually(t, func() bool { return len(f.calls) > 0 }, "the next attempt")
	assert.GreaterOrEqual(t, time.Since(began), 29*time.Millisecond)
	assert.Equal(t, []string{"dial"}, f.names())
}

func TestTimerThatWasTakenBackFindsNobody(t *testing.T) {
	f := openFeed(t, newHost(), "asksDelay: true")
	f.call("unanswered", 1, "no headers")
	f.call("decide", 1, 0)
	f.call("connect") // its message is on its way
	f.names()
	time.Sleep(20 * time.Millisecond)
	assert.Empty(t, f.calls)
}

func TestBodyThatThePageHoldsIsNotSilent(t *testing.T) {
	for _, held := range []bool{false, true} {
		f := openFeed(t, newHost(), "keepalive: { timeoutMs: 20000 }")
		f.answer(1, "", nil)
		f.set("held", held)
		c := connections[int32(f.handle)]
		before := c.machine.QuietAt()
		time.Sleep(2 * time.Millisecond)
		f.names()
		c.fire()
		assert.Equal(t, held, c.machine.QuietAt() > before)
		assert.Equal(t, held, len(f.names()) == 1, "quiet")
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	f := openFeed(t, newHost(), "keepalive: { timeoutMs: 20000 }")
	f.answer(1, "", nil)
	assert.Equal(t, 2, registered())
	assert.Len(t, waiting, 1)
	f.names()
	f.call("close")
	assert.Empty(t, f.calls, "the page is told nothing more")
	assert.Zero(t, registered())
	assert.Empty(t, waiting)
	assert.Empty(t, connections)
}

func TestFinalFailureLeavesNothing(t *testing.T) {
	f := openFeed(t, newHost(), "once: true, keepalive: { timeoutMs: 20000 }")
	f.answer(1, "", nil)
	f.finish(1, "")
	assert.Equal(t, "true", json(get(f.last(t, "failed").args[0], "final")))
	assert.Zero(t, registered())
	assert.Empty(t, waiting)
	assert.Empty(t, connections)
}

func TestPanicClosesItsFeedAlone(t *testing.T) {
	neighbour := openFeed(t, newHost(), "")
	for name, fail := range map[string]func(f *testFeed){
		"in the data plane":    func(f *testFeed) { Commit(int32(f.handle), 5, 0) }, // nothing was reserved
		"in the control plane": func(f *testFeed) { f.call("lifecycle") },
		"by a sink that throws": func(f *testFeed) {
			f.set("opened", run(t, "return () => { throw new Error('on purpose') }", nil))
			f.call("responded", 1, construct("Response"))
		},
		"at a timer": func(f *testFeed) {
			f.set("dial", 5)
			f.call("unanswered", 1, "no headers")
			f.call("decide", 1, 0)
			eventually(t, func() bool { return !f.known() }, "the end of the wait")
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := openFeed(t, newHost(), "asksDelay: true")
			aborter := construct("AbortController")
			f.call("send", 1, construct("Object"), aborter)
			fail(f)
			failed := f.last(t, "failed")
			assert.Equal(t, `["engine",true,1]`, json(run(t, "return [f.type, f.final, f.attempt]", map[string]any{"f": failed.args[0]})))
			assert.Contains(t, text(get(failed.args[0], "message")), "https://example.org/feed: the engine failed (")
			assert.Contains(t, text(failed.args[2]), "guard_js.go", "the stack")
			assert.False(t, f.known())
			assert.True(t, neighbour.known())
			assert.Equal(t, 1, registered(), "the neighbour's sink")
		})
	}
	neighbour.answer(1, "", nil)
	assert.Equal(t, []string{`{"n":1}`}, readBatch(t, neighbour.write(1, "{\"n\":1}\n")).records)
}

func TestPanicAbortsTheRequest(t *testing.T) {
	f := openFeed(t, newHost(), "")
	aborter := construct("AbortController")
	f.call("send", 1, construct("Object"), aborter)
	f.call("lifecycle")
	assert.True(t, aborted(aborter))
}

// A pointer that the page should have refused closes the feed that has it.
func TestOptionsThatCannotBeRead(t *testing.T) {
	h := newHost()
	handle, err := engine.Call("open", h.sink, options(t, "id: ['no pointer']"))
	require.NoError(t, err)
	assert.Zero(t, number(handle))
	assert.Equal(t, "engine", text(get(h.last(t, "failed").args[0], "type")))
	assert.Zero(t, registered())
	assert.Empty(t, connections)
}

// lastFunc is the number of a function of Go's made now; the next has the next number.
func lastFunc() uint64 {
	f := js.FuncOf(func(js.Value, []js.Value) any { return nil })
	defer f.Release()
	return reflect.ValueOf(f).FieldByName("id").Uint()
}

func TestFeedsLeaveNoFunctionsBehind(t *testing.T) {
	h := newHost()
	given := options(t, "keepalive: { timeoutMs: 20000 }")
	h.set("fetch", run(t, "return () => new Promise(() => {})", nil))
	before := lastFunc()
	for range 1000 {
		handle, err := engine.Call("open", h.sink, given)
		require.NoError(t, err)
		for method, arg := range map[string]safejs.Value{"send": construct("Object"), "responded": construct("Response")} {
			_, err = engine.Call(method, handle, 1, arg)
			require.NoError(t, err)
		}
		_, err = engine.Call("close", handle)
		require.NoError(t, err)
		h.calls = nil
	}
	assert.Equal(t, before+1, lastFunc(), "functions made for feeds")
	assert.Zero(t, registered())
	assert.Empty(t, waiting)
	assert.Empty(t, connections)
}

// A listener would hold on to all the memory of an engine that died.
func TestDeadEngineListensToNothing(t *testing.T) {
	t.Cleanup(func() { start(global) })
	f := openFeed(t, newHost(), "asksDelay: true")
	aborter := construct("AbortController")
	f.call("send", 1, construct("Object"), aborter)
	f.call("unanswered", 1, "no answer")
	f.call("decide", 1, 0)
	f.names()
	run(t, "for (const one of all) one.abort(new Error('it died'))", map[string]any{"all": abortables})
	assert.Equal(t, []string{"abort"}, f.names(), "the sink goes on with another engine")
	assert.True(t, aborted(aborter))
	time.Sleep(20 * time.Millisecond)
	assert.Empty(t, f.calls, "its timers fire no more")
}
