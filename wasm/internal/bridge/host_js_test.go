//go:build js && wasm

package bridge

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/require"
)

// engine is what the bridge registered.
var engine safejs.Value

// TestMain has the bridge register with node, which is host and private global object in
// one here.
func TestMain(m *testing.M) {
	node := safejs.Global()
	taken := function(func(args []safejs.Value) any {
		engine = args[0]
		return nil
	})
	for name, value := range map[string]any{"host": node, "feedsource": taken} {
		if err := node.Set(name, value); err != nil {
			panic(err)
		}
	}
	Register("1.2.3")
	os.Exit(m.Run())
}

// run runs a script, in which the names of with stand for its values.
func run(t *testing.T, script string, with map[string]any) safejs.Value {
	t.Helper()
	names, values := []any{}, []any{}
	for name, value := range with {
		names, values = append(names, name), append(values, value)
	}
	result, err := construct("Function", append(names, script)...).Invoke(values...)
	require.NoError(t, err)
	return result
}

// json is a value as JSON.stringify has it.
func json(v safejs.Value) string {
	s, err := get(global, "JSON").Call("stringify", v)
	if err != nil {
		panic(err)
	}
	return text(s)
}

// A call is one of a sink's methods.
type call struct {
	method string
	args   []safejs.Value
}

// A host is a sink that notes what is called.
type host struct {
	sink  safejs.Value
	calls []call
}

func newHost() *host {
	h := &host{sink: construct("Object")}
	for _, method := range []string{"dial", "missing", "read", "opened", "ask", "failed", "notice", "quiet", "abort"} {
		h.set(method, function(func(args []safejs.Value) any {
			h.calls = append(h.calls, call{method, args})
			return nil
		}))
	}
	return h
}

func (h *host) set(name string, value any) {
	if err := h.sink.Set(name, value); err != nil {
		panic(err)
	}
}

// log is what was called since the last look, a method and its arguments as JSON each.
func (h *host) log() (list []string) {
	for _, c := range h.calls {
		line := c.method
		for _, arg := range c.args {
			line += " " + json(arg)
		}
		list = append(list, line)
	}
	h.calls = nil
	return list
}

// names are the methods that were called since the last look.
func (h *host) names() (list []string) {
	for _, c := range h.calls {
		list = append(list, c.method)
	}
	h.calls = nil
	return list
}

// last is the last call of a method.
func (h *host) last(t *testing.T, method string) call {
	t.Helper()
	for i := len(h.calls) - 1; i >= 0; i-- {
		if h.calls[i].method == method {
			return h.calls[i]
		}
	}
	require.Fail(t, "not called: "+method)
	return call{}
}

// options are the least that a page gives, and more of it as members of an object.
func options(t *testing.T, more string) safejs.Value {
	t.Helper()
	return run(t, fmt.Sprintf(`return {
		url: 'https://example.org/feed', strict: false, format: 'ndjson', lastEventId: '', freshHeaders: false,
		asksDelay: false, once: false, id: [], signals: [], %s }`, more), nil)
}

// A testFeed is a feed that was opened.
type testFeed struct {
	*host
	t      *testing.T
	handle int
}

func openFeed(t *testing.T, h *host, more string) *testFeed {
	t.Helper()
	handle, err := engine.Call("open", h.sink, options(t, more))
	require.NoError(t, err)
	f := &testFeed{h, t, number(handle)}
	t.Cleanup(func() { f.call("close") })
	return f
}

// call calls one of the engine's methods about the feed.
func (f *testFeed) call(method string, args ...any) safejs.Value {
	f.t.Helper()
	result, err := engine.Call(method, append([]any{f.handle}, args...)...)
	require.NoError(f.t, err)
	return result
}

// answer sends the request of an attempt and gives it a response.
func (f *testFeed) answer(attempt int, body any, init map[string]any) safejs.Value {
	f.t.Helper()
	f.set("fetch", run(f.t, "return () => new Promise(() => {})", nil))
	f.call("send", attempt, construct("Object"))
	response := construct("Response", body, init)
	require.True(f.t, truth(f.call("responded", attempt, response)))
	return response
}

// write has the bytes of a body framed.
func (f *testFeed) write(attempt int, body string) int32 {
	f.t.Helper()
	return f.writeAt(attempt, body, float64(time.Now().UnixMilli()))
}

// writeAt is write by another clock.
func (f *testFeed) writeAt(attempt int, body string, clock float64) int32 {
	f.t.Helper()
	address := Reserve(int32(f.handle), int32(attempt), int32(len(body)))
	require.NotZero(f.t, address)
	copy(memory[byte](address, len(body)), body)
	return Commit(int32(f.handle), int32(len(body)), clock)
}

// finish ends a body.
func (f *testFeed) finish(attempt int, cut string) {
	f.t.Helper()
	require.NotZero(f.t, Finish(int32(f.handle), int32(attempt)))
	f.call("ended", attempt, cut)
}

// known reports whether the engine knows the feed.
func (f *testFeed) known() bool {
	_, ok := connections[int32(f.handle)]
	return ok
}

// eventually waits for what a timer of the host brings about.
func eventually(t *testing.T, done func() bool, what string) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !done(); time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(deadline), what)
	}
}

// registered is how many there are to abort beside the engine's own listeners.
func registered() int { return number(get(abortables, "size")) - 1 }

func aborted(aborter safejs.Value) bool { return truth(get(get(aborter, "signal"), "aborted")) }
