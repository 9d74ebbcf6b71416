//go:build js && wasm

package bridge

import (
	"time"

	"github.com/hack-pad/safejs"
)

// lifetime is the AbortController that the host aborts when the engine dies: a listener would
// hold on to all the memory of a dead engine.
var lifetime safejs.Value

// Every wait ends with a message to ourselves, by a channel that the host makes. A wait of nothing is that message and no
// timer: one of 0 ms waits like any other in a hidden page, for up to a minute (Chrome 88,
// "Heavy throttling of chained JS timers"). And a timer that calls a function of Go's would
// hold on to all the memory of an engine that died; one that posts a message holds the
// port, of which the engine's listener went when it died.
var (
	post    safejs.Value            // a function that sends a number
	waiting = map[int]*connection{} // by the number that ends their wait
	waits   int                     // how many there have been, and so the number of the last
)

func makeTimers(channel safejs.Value) {
	far, own := get(channel, "port2"), get(channel, "port1")
	post = must(get(far, "postMessage").Call("bind", far))
	listener := function(func(args []safejs.Value) any {
		if c, ok := waiting[must(get(args[0], "data").Int())]; ok {
			c.fire()
		}
		return nil
	})
	signal := map[string]any{"signal": get(lifetime, "signal")}
	must(own.Call("addEventListener", "message", listener, signal))
	must(own.Call("start"))
}

// fire ends the connection's wait.
func (c *connection) fire() {
	defer c.guard()
	fault("timer", c)
	delete(waiting, c.wait)
	c.react(c.machine.Timer(now(), c.sink.held()))
}

// arm sets the connection's one timer.
func (c *connection) arm(after time.Duration) {
	c.disarm()
	waits++
	c.wait = waits
	waiting[c.wait] = c
	if after <= 0 {
		must(post.Invoke(c.wait))
	} else {
		c.timer = must(global.Call("setTimeout", post, after.Milliseconds(), c.wait))
	}
}

// disarm takes the timer back. A message that is on its way finds nobody waiting.
func (c *connection) disarm() {
	delete(waiting, c.wait)
	if c.timer.IsUndefined() {
		return
	}
	must(global.Call("clearTimeout", c.timer))
	c.timer = safejs.Undefined()
}
