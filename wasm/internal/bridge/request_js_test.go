//go:build js && wasm

package bridge

import (
	"testing"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recorded is a fetch that keeps what it was called with.
func recorded(t *testing.T, then string) (fetch, calls safejs.Value) {
	t.Helper()
	calls = run(t, "return []", nil)
	return run(t, "return function (...args) { calls.push([this, ...args]); "+then+" }", map[string]any{"calls": calls}), calls
}

func TestSendCallsTheFeedsOwnFetch(t *testing.T) {
	f := openFeed(t, newHost(), "")
	fetch, calls := recorded(t, "return promise = Promise.resolve(5)")
	f.set("fetch", fetch)
	init := run(t, "return { method: 'GET' }", nil)
	promise := f.call("send", 1, init)
	assert.True(t, promise.Equal(get(global, "promise")), "the host waits for it")
	args := each(get(calls, "0"), func(v safejs.Value) safejs.Value { return v })
	require.Len(t, args, 3)
	assert.False(t, args[0].Equal(f.sink), "the sink is not the page's to have")
	assert.Equal(t, "https://example.org/feed", text(args[1]))
	assert.True(t, args[2].Equal(init))
	assert.Equal(t, 2, registered(), "the sink, and the request")
	f.call("close")
	assert.True(t, truth(get(get(init, "signal"), "aborted")))
	assert.Zero(t, registered())
}

func TestSendCallsTheGlobalFetch(t *testing.T) {
	real := get(global, "fetch")
	t.Cleanup(func() { require.NoError(t, global.Set("fetch", real)) })
	fetch, calls := recorded(t, "return Promise.resolve(5)")
	require.NoError(t, global.Set("fetch", fetch))
	f := openFeed(t, newHost(), "")
	f.call("send", 1, construct("Object"))
	assert.Equal(t, 1, number(get(calls, "length")))
	assert.True(t, get(get(calls, "0"), "0").Equal(global), "fetch wants a global object, or none")
}

func TestFetchThatThrows(t *testing.T) {
	f := openFeed(t, newHost(), "")
	f.set("fetch", run(t, "return () => { throw (thrown = new RangeError('no such thing')) }", nil))
	assert.True(t, f.call("send", 1, construct("Object")).IsNull())
	failed := f.last(t, "failed")
	assert.Equal(t, "request", text(get(failed.args[0], "type")))
	assert.Contains(t, text(get(failed.args[0], "message")), "RangeError: no such thing")
	assert.True(t, failed.args[2].Equal(get(global, "thrown")))
}

func TestRequestThatTheHostHasSentAlready(t *testing.T) {
	f := openFeed(t, newHost(), "")
	f.set("fetch", run(t, "return () => { throw 'not called' }", nil))
	aborter := construct("AbortController")
	sent := f.call("send", 1, construct("Object"), aborter)
	assert.Equal(t, "true", json(sent))
	assert.Equal(t, 2, registered())
	f.call("close")
	assert.True(t, aborted(aborter))
	assert.Zero(t, registered())
}

func TestAttemptThatHasBeenGivenUp(t *testing.T) {
	f := openFeed(t, newHost(), "")
	f.set("fetch", run(t, "return () => { throw 'not called' }", nil))
	f.call("connect")
	f.names()
	early := construct("AbortController")
	assert.True(t, f.call("send", 1, construct("Object"), early).IsNull())
	assert.True(t, aborted(early))
	assert.True(t, f.call("send", 1, construct("Object")).IsNull())
	assert.Equal(t, "false", json(f.call("responded", 1, construct("Response"))))
	f.call("unanswered", 1, "late")
	f.call("ended", 1, "")
	f.call("decide", 1, 0)
	assert.Empty(t, f.calls)

	f.call("close")
	early = construct("AbortController")
	assert.True(t, f.call("send", 2, construct("Object"), early).IsNull())
	assert.True(t, aborted(early), "of a feed that is gone")
}

func TestUnanswered(t *testing.T) {
	for _, sent := range []bool{false, true} {
		f := openFeed(t, newHost(), "")
		f.set("fetch", run(t, "return () => new Promise(() => {})", nil))
		want := "request"
		if sent {
			f.call("send", 1, construct("Object"))
			want = "network"
		}
		cause := run(t, "return new TypeError('why')", nil)
		f.call("unanswered", 1, cause)
		failed := f.last(t, "failed")
		assert.Equal(t, want, text(get(failed.args[0], "type")))
		assert.Contains(t, text(get(failed.args[0], "message")), "TypeError: why")
		assert.True(t, failed.args[1].IsUndefined())
		assert.True(t, failed.args[2].Equal(cause))
	}
}

// Anything can be thrown.
func TestCausesThatAreNoErrors(t *testing.T) {
	for script, want := range map[string]string{
		"5n": "5", "undefined": "undefined", "Symbol('s')": "Symbol(s)", "Object.create(null)": "a value that has no words",
	} {
		f := openFeed(t, newHost(), "")
		f.call("unanswered", 1, run(t, "return "+script, nil))
		assert.Contains(t, text(get(f.last(t, "failed").args[0], "message")), "("+want+")")
	}
}

func TestFetchThatGivesNoResponse(t *testing.T) {
	for _, script := range []string{"undefined", "null", "5n", "'text'", "() => {}"} {
		f := openFeed(t, newHost(), "")
		assert.Equal(t, "false", json(f.call("responded", 1, run(t, "return "+script, nil))), script)
		failure := f.last(t, "failed").args[0]
		assert.Equal(t, "request", text(get(failure, "type")))
		assert.Contains(t, text(get(failure, "message")), "fetch gave no Response")
	}
}

func TestRefusal(t *testing.T) {
	f := openFeed(t, newHost(), "")
	f.names()
	response := f.answer(1, "", map[string]any{
		"status": 503, "statusText": "Busy", "headers": map[string]any{"Retry-After": "7"},
	})
	assert.Equal(t, []string{"read"}, f.names(), "for why it was refused")
	f.write(1, "come back later")
	f.finish(1, "")
	failed := f.last(t, "failed")
	failure := failed.args[0]
	assert.Equal(t, `["status",503,"come back later",1,false]`,
		json(run(t, "return [f.type, f.status, f.body, f.attempt, f.final]", map[string]any{"f": failure})))
	assert.GreaterOrEqual(t, number(get(failure, "retryInMs")), 7000)
	assert.Contains(t, text(get(failure, "message")), "Busy")
	assert.True(t, failed.args[1].Equal(get(response, "headers")))
}

// What belongs to one attempt is not shown with the failure of the next.
func TestEvidenceIsOfItsAttempt(t *testing.T) {
	f := openFeed(t, newHost(), "")
	f.answer(1, "", map[string]any{"status": 503})
	f.finish(1, "")
	f.call("connect")
	f.call("unanswered", 2, "no headers")
	failed := f.last(t, "failed")
	assert.True(t, failed.args[1].IsUndefined())
	assert.Equal(t, "no headers", text(failed.args[2]))
	f.call("connect")
	f.answer(3, "", map[string]any{"status": 503})
	f.finish(3, "")
	assert.True(t, f.last(t, "failed").args[2].IsUndefined())
}

// Where a redirect led to is asked for anew by the strict class.
func TestStrictReadsTheURL(t *testing.T) {
	f := openFeed(t, newHost(), "strict: true, format: 'sse'")
	response := construct("Response", "", map[string]any{"headers": map[string]any{"Content-Type": "text/event-stream"}})
	run(t, "Object.defineProperty(r, 'url', { value: 'https://example.org/moved' })", map[string]any{"r": response})
	f.call("responded", 1, response)
	f.call("connect")
	assert.Equal(t, "https://example.org/moved", text(get(f.last(t, "dial").args[1], "url")))
}

// A response that is no Response has no headers to look into.
func TestResponseWithoutHeaders(t *testing.T) {
	f := openFeed(t, newHost(), "")
	f.call("responded", 1, run(t, "return { status: 200 }", nil))
	assert.Equal(t, []string{"dial", "opened", "read"}, f.names())
}
