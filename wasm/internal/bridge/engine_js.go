//go:build js && wasm

package bridge

import (
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/hack-pad/safejs"
)

// global is the global object of the thread that the engine runs in. The program's own is
// private to it (js/src/host/engine.ts).
var global safejs.Value

// tell is the host's function for what the engine has to say: the handle of a feed, a
// method of its sink, and what the method takes.
var tell safejs.Value

// connections are the feeds by handle.
var (
	connections = map[int32]*connection{}
	spare       framing.Spare
)

// Register hands the engine to the host: it calls the function "feedsource" that the host
// put on the private global object it runs this program with, beside its own as "host" and a
// maker of channels.
// The function gives tell.
func Register(version string) {
	private := safejs.Global()
	start(get(private, "host"), must(private.Call("waitingChannel")))
	tell = must(get(private, "feedsource").Invoke(engineMethods(version)))
}

// start makes what all feeds share.
func start(host, channel safejs.Value) {
	global = host
	lifetime = construct("AbortController")
	makeTimers(channel)
}

// fetch calls the host's fetch, with an address and a RequestInit. The promise is the
// host's to wait for, so that no function of Go's is made for it.
func fetch(args []safejs.Value) any { return promised(global.Call("fetch", args[0], args[1])) }

// socket makes a WebSocket: its class, an address, and what else the class takes.
func socket(args []safejs.Value) any { return promised(args[0].New(args[1], args[2])) }

// promised is a promise of what a call into JavaScript gave: a page may have put a function of its
// own, which throws, in the place of the browser's.
func promised(v safejs.Value, err error) any {
	how := "resolve"
	if err != nil {
		how, v = "reject", thrown(err)
	}
	return must(get(global, "Promise").Call(how, v))
}
