//go:build js && wasm

package bridge

import (
	"time"

	"github.com/hack-pad/safejs"
)

// One function serves the timers of all feeds: it is given the handle of the feed whose
// time has come. turns is the port of a channel to ourselves, by which a wait of nothing
// ends in the next macrotask.
var (
	tick  safejs.Func
	turns safejs.Value
)

func makeTimers() {
	tick = callback(func(args []safejs.Value) {
		if l, ok := linkOf(args[0]); ok {
			l.fire()
		}
	})
	channel := construct("MessageChannel")
	turns = get(channel, "port2")
	own := get(channel, "port1")
	listen(own, "message", func(args []safejs.Value) {
		if l, ok := linkOf(get(args[0], "data")); ok && l.next {
			l.fire()
		}
	})
	_, _ = own.Call("start")
}

// fire ends the link's wait.
func (l *link) fire() {
	defer l.guard()
	l.next = false
	l.perform(l.machine.Timer(now(), truth(get(get(l.sink, "pump"), "held"))))
}

// arm sets the link's one timer. A wait of nothing is a message to oneself: a timer of
// 0 ms waits like any other in a hidden page, for up to a minute (Chrome 88, "Heavy
// throttling of chained JS timers").
func (l *link) arm(after time.Duration) {
	l.disarm()
	if after <= 0 {
		l.next = true
		_, _ = turns.Call("postMessage", l.handle)
		return
	}
	timer, _ := page.Call("setTimeout", tick.Value(), after.Milliseconds(), l.handle)
	l.timer = construct("Object", map[string]any{"abort": bound(get(page, "clearTimeout"), timer)})
	untilDeath(l.timer) // else it would hold on to a dead engine
}

// disarm takes the timer back. A message that is on its way finds nothing to do.
func (l *link) disarm() {
	l.next = false
	if !l.timer.IsUndefined() {
		_, _ = l.timer.Call("abort")
		spared(l.timer)
		l.timer = safejs.Undefined()
	}
}
