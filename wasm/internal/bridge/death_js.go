//go:build js && wasm

package bridge

import "github.com/hack-pad/safejs"

// mortal is a Set of what the shell aborts when the engine dies and cannot do so itself:
// sinks, which then go on with another engine, and the AbortControllers of requests and of
// what listens to the page. A promise of the engine's death would hold on to every feed
// there ever was; a listener, to all the memory of a dead engine.
var (
	mortal safejs.Value
	life   safejs.Value // the signal that ends with the engine
)

func beMortal() {
	mortal = construct("Set")
	aborter := construct("AbortController")
	life = get(aborter, "signal")
	untilDeath(aborter)
}

func untilDeath(one safejs.Value) { _, _ = mortal.Call("add", one) }

// spared takes back what is over, if there is any.
func spared(one safejs.Value) {
	if !one.IsUndefined() {
		_, _ = mortal.Call("delete", one)
	}
}

// listen has f hear an event for as long as the engine lives. A target that is not there
// has no events.
func listen(target safejs.Value, event string, f func([]safejs.Value)) {
	_, _ = target.Call("addEventListener", event, callback(f).Value(), map[string]any{"signal": life})
}
