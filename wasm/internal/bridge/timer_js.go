//go:build js && wasm

package bridge

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/hack-pad/safejs"
)

// Every wait ends with a message to ourselves. A wait of nothing is that message and no
// timer: one of 0 ms waits like any other in a hidden page, for up to a minute (Chrome 88,
// "Heavy throttling of chained JS timers"). And a timer that calls a function of Go's would
// hold on to all the memory of an engine that died; one that posts a message holds the
// port, of which the engine's listener went when it died.
var (
	post    safejs.Value      // a function that sends a number
	waiting = map[int]*link{} // by the number that ends their wait
	numbers int
)

func makeTimers() {
	channel := construct("MessageChannel")
	port := get(channel, "port2")
	post = bound(get(port, "postMessage"), port)
	own := get(channel, "port1")
	listen(own, "message", func(args []safejs.Value) {
		if l, ok := waiting[number(get(args[0], "data"))]; ok {
			l.fire()
		}
	})
	_, _ = own.Call("start")
}

// waitOf is a page's answer to how long to wait, as JavaScript makes a number of it: of "5"
// and 5n as well. What is none leaves that to the feed.
func waitOf(answer safejs.Value) time.Duration {
	ms, err := page.Call("Number", answer)
	if n := float(ms); err != nil || n != n {
		return feed.AsProposed
	}
	return milliseconds(ms)
}

// fire ends the link's wait.
func (l *link) fire() {
	defer l.guard()
	delete(waiting, l.number)
	l.perform(l.machine.Timer(now(), truth(get(get(l.sink, "pump"), "held"))))
}

// arm sets the link's one timer.
func (l *link) arm(after time.Duration) {
	l.disarm()
	numbers++
	l.number = numbers
	waiting[l.number] = l
	if after <= 0 {
		_, _ = post.Invoke(l.number)
		return
	}
	l.timer, _ = page.Call("setTimeout", post, after.Milliseconds(), l.number)
}

// disarm takes the timer back. A message that is on its way finds nobody waiting.
func (l *link) disarm() {
	delete(waiting, l.number)
	if !l.timer.IsUndefined() {
		_, _ = page.Call("clearTimeout", l.timer)
		l.timer = safejs.Undefined()
	}
}
