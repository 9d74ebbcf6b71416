//go:build js && wasm

package bridge

import (
	"time"

	"github.com/hack-pad/safejs"
)

// Every wait ends with a message to ourselves. A wait of nothing is that message and no
// timer: one of 0 ms waits like any other in a hidden page, for up to a minute (Chrome 88,
// "Heavy throttling of chained JS timers"). And a timer that calls a function of Go's would
// hold on to all the memory of an engine that died; one that posts a message holds the
// port, of which the engine's listener went when it died.
var (
	post    safejs.Value            // a function that sends a number
	waiting = map[int]*connection{} // by the number that ends their wait
	waits   int                     // how many there have been, and so the number of the last
)

func makeTimers() {
	channel := construct("MessageChannel")
	far, own := get(channel, "port2"), get(channel, "port1")
	bound, err := get(far, "postMessage").Call("bind", far)
	if err != nil {
		panic(err)
	}
	post = bound
	listen(own, "message", func(event safejs.Value) {
		if c, ok := waiting[number(get(event, "data"))]; ok {
			c.fire()
		}
	})
	if _, err := own.Call("start"); err != nil {
		panic(err)
	}
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
	var err error
	if after <= 0 {
		_, err = post.Invoke(c.wait)
	} else {
		c.timer, err = global.Call("setTimeout", post, after.Milliseconds(), c.wait)
	}
	if err != nil {
		panic(err)
	}
}

// disarm takes the timer back. A message that is on its way finds nobody waiting.
func (c *connection) disarm() {
	delete(waiting, c.wait)
	if c.timer.IsUndefined() {
		return
	}
	_, err := global.Call("clearTimeout", c.timer)
	c.timer = safejs.Undefined()
	if err != nil {
		panic(err)
	}
}
