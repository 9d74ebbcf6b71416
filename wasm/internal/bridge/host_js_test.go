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

// engine is what the bridge registered; sinks are the host's sides of feeds, by handle.
var engine, sinks safejs.Value

// TestMain has the bridge register with node, which is host and private global object in
// one here.
func TestMain(m *testing.M) {
	node := safejs.Global()
	global = node
	sinks = construct("Map")
	tell := must(construct("Function", "sinks", "return (handle, method, ...args) => sinks.get(handle)[method](...args)").Invoke(sinks))
	taken := function(func(args []safejs.Value) any {
		engine = args[0]
		return tell
	})
	channel := construct("Function", "return new MessageChannel()")
	for name, value := range map[string]any{"host": node, "feedsource": taken, "waitingChannel": channel} {
		if err := node.Set(name, value); err != nil {
			panic(err)
		}
	}
	Register("1.2.3")
	os.Exit(m.Run())
}

func number(v safejs.Value) int { return must(v.Int()) }

func text(v safejs.Value) string { return must(v.String()) }

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
	return text(must(get(global, "JSON").Call("stringify", v)))
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
	held  bool
}

func newHost() *host {
	h := &host{sink: construct("Object")}
	for _, method := range []string{"dial", "missing", "abort", "read", "replay", "opened", "ask", "failed", "panicked", "notice", "quiet"} {
		h.set(method, function(func(args []safejs.Value) any {
			h.calls = append(h.calls, call{method, args})
			return nil
		}))
	}
	h.set("held", function(func([]safejs.Value) any { return h.held }))
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

// options are the least that a page gives, and more of it as members of an object, as a
// JSON text.
func options(t *testing.T, more string) string {
	t.Helper()
	return json(run(t, fmt.Sprintf(`return {
		url: 'https://example.org/feed', strict: false, format: 'ndjson', lastEventId: '', freshHeaders: false,
		asksDelay: false, once: false, id: [], signals: [], %s }`, more), nil))
}

// A testFeed is a feed that was opened.
type testFeed struct {
	*host
	t      *testing.T
	handle int32
}

var lastHandle int32

func openFeed(t *testing.T, more string) *testFeed {
	t.Helper()
	return openAs(t, options(t, more), false)
}

// openSent opens a feed of which the host has sent the first request already.
func openSent(t *testing.T, more string) *testFeed {
	t.Helper()
	return openAs(t, options(t, more), true)
}

func openAs(t *testing.T, options string, early bool) *testFeed {
	t.Helper()
	lastHandle++
	f := &testFeed{newHost(), t, lastHandle}
	must(sinks.Call("set", f.handle, f.sink))
	sent := int32(0)
	if early {
		sent = 1
	}
	Open(f.handle, sent, put(options))
	t.Cleanup(f.close)
	return f
}

// put writes a text as the host does ahead of the call that it goes with.
func put(s string) int32 {
	copy(memory[byte](Inbox(int32(len(s))), len(s)), s)
	return int32(len(s))
}

func (f *testFeed) connect()                { Connect(f.handle) }
func (f *testFeed) close()                  { Close(f.handle) }
func (f *testFeed) lifecycle(change string) { Lifecycle(f.handle, put(change)) }

func (f *testFeed) decide(attempt int, wait float64) { Decide(f.handle, int32(attempt), wait) }

// unmade says that a request could not be made.
func (f *testFeed) unmade(attempt int) { Unanswered(f.handle, int32(attempt), 0, put("no headers")) }

func (f *testFeed) responded(attempt int, head string) (wanted bool) {
	return Responded(f.handle, int32(attempt), put(head)) != 0
}

// ok is the head of a response that is a feed.
const ok = `{"status":200}`

// answer gives an attempt a response that it waits for.
func (f *testFeed) answer(attempt int, head string) {
	f.t.Helper()
	require.True(f.t, f.responded(attempt, head))
}

// write has the bytes of a body framed.
func (f *testFeed) write(attempt int, body string) int32 {
	f.t.Helper()
	return f.writeAt(attempt, body, float64(time.Now().UnixMilli()))
}

// writeAt is write by another clock.
func (f *testFeed) writeAt(attempt int, body string, clock float64) int32 {
	f.t.Helper()
	address := Reserve(f.handle, int32(attempt), int32(len(body)))
	require.NotZero(f.t, address)
	copy(memory[byte](address, len(body)), body)
	return Commit(f.handle, int32(len(body)), clock)
}

// finish ends a body.
func (f *testFeed) finish(attempt int, cut string) {
	f.t.Helper()
	clean := int32(0)
	if cut == "" {
		clean = 1
	}
	require.NotZero(f.t, Finish(f.handle, int32(attempt), clean))
	Ended(f.handle, int32(attempt), put(cut))
}

// known reports whether the engine knows the feed.
func (f *testFeed) known() bool {
	_, ok := connections[f.handle]
	return ok
}

// eventually waits for what a timer of the host brings about.
func eventually(t *testing.T, done func() bool, what string) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !done(); time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(deadline), what)
	}
}
