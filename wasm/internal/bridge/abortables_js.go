//go:build js && wasm

package bridge

import "github.com/hack-pad/safejs"

// Abortables is a Set of what the host aborts when the engine dies and cannot do so
// itself: sinks, which then go on with another engine, the AbortControllers of requests,
// and the one that takes back the engine's listeners. A promise of the engine's death
// would hold on to every feed there ever was; a listener, to all the memory of a dead
// engine.
var (
	abortables safejs.Value
	lifetime   safejs.Value // the signal that ends with the engine
)

func makeAbortables() {
	abortables = construct("Set")
	aborter := construct("AbortController")
	lifetime = get(aborter, "signal")
	register(aborter)
}

func register(abortable safejs.Value) {
	if _, err := abortables.Call("add", abortable); err != nil {
		panic(err)
	}
}

// unregister takes back what is over, if there is any.
func unregister(abortable safejs.Value) {
	if abortable.IsUndefined() {
		return
	}
	if _, err := abortables.Call("delete", abortable); err != nil {
		panic(err)
	}
}

// listen has f hear an event for as long as the engine lives.
func listen(target safejs.Value, event string, f func(event safejs.Value)) {
	listener := function(func(args []safejs.Value) any {
		f(args[0])
		return nil
	})
	if _, err := target.Call("addEventListener", event, listener, map[string]any{"signal": lifetime}); err != nil {
		panic(err)
	}
}
