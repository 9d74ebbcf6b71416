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
// put on the private global object it runs this program with, beside its own as "host".
// The function gives tell.
func Register(version string) {
	private := safejs.Global()
	start(get(private, "host"))
	tell = must(get(private, "feedsource").Invoke(engineMethods(version)))
}

// start makes what all feeds share.
func start(host safejs.Value) {
	global = host
	lifetime = construct("AbortController")
	makeTimers()
}

// fetch calls the host's fetch, with an address and a RequestInit. The promise is the
// host's to wait for, so that no function of Go's is made for it.
func fetch(args []safejs.Value) any {
	promise, err := global.Call("fetch", args[0], args[1])
	if err != nil { // a page has put another function in its place, which throws
		promise = must(get(global, "Promise").Call("reject", thrown(err)))
	}
	return promise
}

// socket makes one of the host's WebSocket classes, with an address and what else that takes. It is
// a promise that rejects if there can be none.
func socket(args []safejs.Value) any {
	promise := get(global, "Promise")
	made, err := get(global, must(args[0].String())).New(args[1], args[2])
	if err != nil {
		return must(promise.Call("reject", thrown(err)))
	}
	return must(promise.Call("resolve", made))
}
