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
	require.NoError(t, global.Set("fetch", run(t, "return function (...args) { return [this, ...args] }", nil)))
	init := construct("Object")
	called := must(engine.Call("fetch", "https://example.org/feed", init))
	assert.True(t, get(called, "0").Equal(global), "fetch wants a global object, or none")
	assert.Equal(t, "https://example.org/feed", text(get(called, "1")))
	assert.True(t, get(called, "2").Equal(init))
}

func TestFetchThatThrows(t *testing.T) {
	real := get(global, "fetch")
	t.Cleanup(func() { require.NoError(t, global.Set("fetch", real)) })
	require.NoError(t, global.Set("fetch", run(t, "return () => { throw 'no such thing' }", nil)))
	cause := make(chan string, 1)
	caught := function(func(args []safejs.Value) any {
		cause <- text(args[0])
		return nil
	})
	must(must(engine.Call("fetch", "https://example.org/feed", construct("Object"))).Call("catch", caught))
	assert.Equal(t, "no such thing", <-cause)
}

func TestRequestThatTheHostHasSentAlready(t *testing.T) {
	f := openSent(t, "")
	assert.Empty(t, f.names(), "it is not asked for again")
	f.close()
	assert.Equal(t, []string{"abort 1"}, f.log())
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
