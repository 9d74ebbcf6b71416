//go:build js && wasm

package bridge

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/hack-pad/safejs"
)

func TestFetch(t *testing.T) {
	real := get(global, "fetch")
	t.Cleanup(func() { require.NoError(t, global.Set("fetch", real)) })
	require.NoError(t, global.Set("fetch", run(t, "return async function (...args) { return [this, ...args] }", nil)))
	init := construct("Object")
	called := awaited(must(engine.Call("fetch", "https://example.org/feed", init)), "then")
	assert.True(t, get(called, "0").Equal(global), "fetch wants a global object, or none")
	assert.Equal(t, "https://example.org/feed", text(get(called, "1")))
	assert.True(t, get(called, "2").Equal(init))
}

func TestFetchThatThrows(t *testing.T) {
	real := get(global, "fetch")
	t.Cleanup(func() { require.NoError(t, global.Set("fetch", real)) })
	require.NoError(t, global.Set("fetch", run(t, "return () => { throw 'no such thing' }", nil)))
	cause := awaited(must(engine.Call("fetch", "https://example.org/feed", construct("Object"))), "catch")
	assert.Equal(t, "no such thing", text(cause))
}

// A class that throws, as WebSocket does for an address that is none, rejects.
func TestSocket(t *testing.T) {
	class := run(t, "return class { constructor(...args) { if (!args[0]) throw 'no address'; this.args = args } }", nil)
	made := awaited(must(engine.Call("socket", class, "wss://example.org/talk", "v1")), "then")
	assert.Equal(t, `["wss://example.org/talk","v1"]`, json(get(made, "args")))
	cause := awaited(must(engine.Call("socket", class, "", "v1")), "catch")
	assert.Equal(t, "no address", text(cause))
}

// awaited is what a promise gives to one of its methods.
func awaited(promise safejs.Value, method string) safejs.Value {
	settled := make(chan safejs.Value, 1)
	must(promise.Call(method, function(func(args []safejs.Value) any {
		settled <- args[0]
		return nil
	})))
	return <-settled
}

func TestRequestThatTheHostHasSentAlready(t *testing.T) {
	f := openSent(t, "")
	assert.Empty(t, f.names(), "it is not asked for again")
	f.close()
	assert.Equal(t, []string{`abort 1 "close"`}, f.log())
}

func TestOnlyTheFirstRequestMayHaveBeenSentAlready(t *testing.T) {
	f := openSent(t, "")
	f.connect()
	assert.Equal(t, []string{"abort", "dial"}, f.names())
}

func TestAttemptThatHasBeenGivenUp(t *testing.T) {
	f := openFeed(t, "")
	f.connect()
	f.names()
	assert.False(t, f.responded(1, ok))
	f.unmade(1)
	Ended(f.handle, 1, 0)
	f.decide(1, 0)
	assert.Empty(t, f.calls)
}

func TestUnanswered(t *testing.T) {
	for why, want := range []string{"request", "network", "request"} {
		f := openFeed(t, "")
		Unanswered(f.handle, 1, int32(why), put("TypeError: why"))
		failed := f.last(t, "failed")
		assert.Equal(t, want, text(get(failed.args[0], "type")))
		assert.Contains(t, text(get(failed.args[0], "message")), "TypeError: why")
		assert.Equal(t, 1, number(failed.args[1]))
	}
}

func TestBodyThatThePageBroke(t *testing.T) {
	f := openFeed(t, "")
	f.answer(1, ok)
	require.NotZero(t, Finish(f.handle, 1, 0))
	Broken(f.handle, 1, put("Error: boom"))
	failed := f.last(t, "failed")
	assert.Equal(t, "network", text(get(failed.args[0], "type")))
	assert.Contains(t, text(get(failed.args[0], "message")), "the page's own code broke the body (Error: boom)")
}

func TestRefusal(t *testing.T) {
	f := openFeed(t, "")
	f.names()
	f.answer(1, `{"status":503,"statusText":"Busy","retryAfter":"7"}`)
	assert.Equal(t, []string{"read"}, f.names(), "for why it was refused")
	f.write(1, "come back later")
	f.finish(1, "")
	failed := f.last(t, "failed")
	failure := failed.args[0]
	assert.Equal(t, `["status",503,"come back later",1,false]`,
		json(run(t, "return [f.type, f.status, f.body, f.attempt, f.final]", map[string]any{"f": failure})))
	assert.GreaterOrEqual(t, number(get(failure, "retryInMs")), 7000)
	assert.Contains(t, text(get(failure, "message")), "Busy")
	assert.Equal(t, 1, number(failed.args[1]))
}

// What belongs to one attempt is not shown with the failure of the next.
func TestFailureIsOfItsAttempt(t *testing.T) {
	f := openFeed(t, "")
	f.answer(1, `{"status":503}`)
	f.finish(1, "")
	f.connect()
	f.unmade(2)
	assert.Equal(t, 2, number(f.last(t, "failed").args[1]))
}

// Where a redirect led to is asked for anew by the strict class.
func TestStrictReadsTheURL(t *testing.T) {
	f := openFeed(t, "strict: true, format: 'sse'")
	f.answer(1, `{"status":200,"contentType":"text/event-stream","url":"https://example.org/moved"}`)
	f.connect()
	assert.Equal(t, "https://example.org/moved", text(get(f.last(t, "dial").args[1], "url")))
}
