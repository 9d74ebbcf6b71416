//go:build js && wasm

package bridge

import (
	"math/rand/v2"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/hack-pad/safejs"
)

// global is the global object of the thread that the engine runs in. The program's own is
// private to it (js/src/host/engine.ts).
var global safejs.Value

// connections are the feeds by handle. A handle is never used again.
var (
	connections = map[int32]*connection{}
	lastHandle  int32
	spare       framing.Spare
)

// now is the engine's clock, of which the machines only compare times. It is the wall
// clock, which goes on while the computer sleeps; the monotonic one may not.
func now() time.Duration { return time.Duration(time.Now().UnixNano()) }

// Register hands the engine to the host: it calls the function "feedsource" that the host
// put on the private global object it runs this program with, beside its own as "host".
func Register(version string) {
	private := safejs.Global()
	start(get(private, "host"))
	if _, err := get(private, "feedsource").Invoke(engineMethods(version)); err != nil {
		panic("feedsource: the host did not take the engine: " + err.Error())
	}
}

// start makes what all feeds share.
func start(host safejs.Value) {
	global = host
	makeAbortables()
	makeTimers()
}

// open makes a feed and has it dial: sink and options in; handle out, 0 if the engine
// failed. Of what open calls on the sink the host makes use in microtasks, when it knows
// the handle.
func open(args []safejs.Value) (handle any) {
	handle = 0
	lastHandle++
	c := &connection{handle: lastHandle, sink: sink{args[0]}}
	connections[c.handle] = c
	register(c.sink.Value)
	defer c.guard()
	options := readFeedOptions(args[1])
	config := options.config()
	config.Spare = &spare
	c.machine = feed.New(config, rand.Float64)
	c.hasVitals = config.Liveness != nil || config.Lag != nil
	c.react(c.machine.Connect(now()))
	return c.handle
}

// ofConnection makes a method of the engine that acts on the feed whose handle comes
// first. A handle of a feed that is gone is no error: a promise was settled late.
func ofConnection(method func(*connection, []safejs.Value) any) safejs.Func {
	return function(func(args []safejs.Value) any {
		c, ok := connections[int32(number(args[0]))]
		if !ok {
			return nil
		}
		defer c.guard()
		return method(c, args[1:])
	})
}
