//go:build js && wasm

package bridge

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// The control plane is made of exported functions as the data plane is: of numbers, and of
// texts that the host writes where Inbox says. A method that is a js.Func took 25 µs before it
// did anything, most of it spent on values that Go holds with a finalizer each; a function
// that is exported takes 0.03 µs.

// inbox is where the host writes the text that goes with a call.
var inbox []byte

// Inbox makes room for a text of n bytes, which goes with the call that follows.
//
//go:wasmexport inbox
func Inbox(n int32) (address int32) {
	if int(n) > len(inbox) {
		inbox = make([]byte, n)
	}
	return sliceAddress(inbox)
}

// passed is the text of n bytes that goes with a call; it is good for that call.
func passed(n int32) []byte { return inbox[:n] }

// Open makes a feed and has it dial, with its options as a JSON text. Early says that the
// host has sent the first request already, and will give what comes of it as if it had
// been asked to.
//
//go:wasmexport open
func Open(handle, early, options int32) {
	c := &connection{handle: handle, sink: sink(handle), early: early != 0}
	connections[handle] = c
	defer c.guard()
	config := readFeedOptions(passed(options))
	config.Spare = &spare
	c.machine = feed.New(config, rand.Float64)
	c.hasVitals = config.Liveness != nil || config.Lag != nil
	c.react(c.machine.Connect(now()))
}

// Connect drops the attempt or the wait under way, and dials.
//
//go:wasmexport connect
func Connect(handle int32) {
	with(handle, func(c *connection) { c.react(c.machine.Connect(now())) })
}

// Close ends a feed.
//
//go:wasmexport close
func Close(handle int32) {
	with(handle, func(c *connection) { c.react(c.machine.Close()) })
}

// Lifecycle takes what became of the page, in a word.
//
//go:wasmexport lifecycle
func Lifecycle(handle, change int32) {
	with(handle, func(c *connection) {
		switch string(passed(change)) {
		case "sleep":
			c.react(c.machine.Sleep())
		case "wake":
			c.react(c.machine.Wake(now(), false))
		case "online":
			c.react(c.machine.Wake(now(), true))
		}
	})
}

// Addressed takes where the request of an attempt goes, as the page's functions have it.
//
//go:wasmexport addressed
func Addressed(handle, attempt, address int32) {
	with(handle, func(c *connection) {
		a := value(passed(address))
		c.react(c.machine.Addressed(int(attempt), now(), a.get("url").text(), a.get("cursor").text()))
	})
}

// Responded takes the head of a response as a JSON text, and reports whether anybody waits
// for it still.
//
//go:wasmexport responded
func Responded(handle, attempt, head int32) (wanted int32) {
	with(handle, func(c *connection) {
		if !c.machine.Current(int(attempt)) {
			return
		}
		wanted = 1
		at := now()
		h := readHead(passed(head))
		h.Wall = at.Milliseconds()
		c.react(c.machine.Response(int(attempt), at, h))
	})
	return wanted
}

// Unanswered takes why an attempt has no response: a feed.Why, and in words.
//
//go:wasmexport unanswered
func Unanswered(handle, attempt, why, cause int32) {
	with(handle, func(c *connection) {
		c.react(c.machine.Unanswered(int(attempt), now(), feed.Why(why), string(passed(cause))))
	})
}

// Decide takes the page's answer about a failure: how many milliseconds to wait, less than
// 0 to stop. NaN leaves both to the machine.
//
//go:wasmexport decide
func Decide(handle, attempt int32, wait float64) {
	with(handle, func(c *connection) {
		proposed := math.IsNaN(wait)
		after := feed.AsProposed
		if !proposed {
			after = milliseconds(wait)
		}
		c.react(c.machine.Decide(int(attempt), now(), proposed || wait >= 0, after))
	})
}

// Ended takes the end of a body behind its last batch: what cut it, nothing for a clean end.
//
//go:wasmexport ended
func Ended(handle, attempt, cut int32) {
	with(handle, func(c *connection) { c.react(c.machine.Ended(int(attempt), now(), string(passed(cut)))) })
}

// Broken takes the end of a body that the page's own code broke, behind its last batch.
//
//go:wasmexport broken
func Broken(handle, attempt, cause int32) {
	with(handle, func(c *connection) { c.react(c.machine.Broken(int(attempt), now(), string(passed(cause)))) })
}

// Shut takes the end of a WebSocket behind its last batch: its close code and the reason.
//
//go:wasmexport shut
func Shut(handle, attempt, code, reason int32) {
	with(handle, func(c *connection) {
		c.react(c.machine.ClosedBy(int(attempt), now(), int(code), string(passed(reason))))
	})
}

// with acts on the feed of a handle. One that is gone is no error: a promise was settled
// late.
func with(handle int32, act func(*connection)) {
	c, ok := connections[handle]
	if !ok {
		return
	}
	defer c.guard()
	act(c)
}

// now is the engine's clock, of which the machines only compare times. It is the wall
// clock, which goes on while the computer sleeps; the monotonic one may not.
func now() time.Duration { return time.Duration(time.Now().UnixNano()) }
