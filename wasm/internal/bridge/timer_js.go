//go:build js && wasm

package bridge

import (
	"time"

	"github.com/hack-pad/safejs"
)

// arm sets the link's one timer. A wait of nothing is a message to oneself: a timer of
// 0 ms waits like any other in a hidden page, for up to a minute (Chrome 88, "Heavy
// throttling of chained JS timers").
func (l *link) arm(after time.Duration) {
	if after > 0 {
		l.turns++
		l.tell("arm", after.Milliseconds())
		return
	}
	l.disarm()
	turn := l.turns
	nextTask(func() {
		if turn == l.turns {
			defer l.guard()
			l.perform(l.machine.Timer(now(), false))
		}
	})
}

func (l *link) disarm() {
	l.turns++
	l.tell("disarm")
}

// nextTask runs act in a macrotask of its own.
func nextTask(act func()) {
	channel := construct("MessageChannel")
	here := get(channel, "port1")
	var listener safejs.Func
	listener, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		listener.Release()
		_, _ = here.Call("close")
		act()
		return nil
	})
	if err == nil {
		err = here.Set("onmessage", listener.Value())
	}
	if err == nil {
		_, err = get(channel, "port2").Call("postMessage", 0)
	}
	if err != nil {
		panic(err)
	}
}
