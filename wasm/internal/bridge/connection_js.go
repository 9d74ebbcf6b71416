//go:build js && wasm

package bridge

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/hack-pad/safejs"
)

// A connection joins one feed's machine to its sink at the host.
type connection struct {
	handle    int32
	sink      sink
	machine   *feed.Machine
	request   request // under way
	parked    request // set aside while backfill pages are read
	evidence  evidence
	timer     safejs.Value
	wait      int // the number that ends the wait under way
	types     typesVersion
	hasVitals bool
	quietAt   time.Duration // as the host knows it
}

// react performs what an input led to that was not a batch, and says from when on the
// feed counts as quiet if that has changed. A batch says so in its vitals.
func (c *connection) react(actions []feed.Action) {
	c.perform(actions)
	if !c.hasVitals || c.machine.State() == feed.Closed {
		return
	}
	if at := c.machine.QuietAt(); at != c.quietAt {
		c.quietAt = at
		c.sink.quiet(inMilliseconds(at))
	}
}

// perform carries out what the machine decided, in order.
func (c *connection) perform(actions []feed.Action) {
	for _, a := range actions {
		c.do(a)
	}
	if c.machine.State() == feed.Closed {
		c.forget()
	}
}

func (c *connection) do(a feed.Action) {
	switch a.Kind {
	case feed.Dial, feed.DialBackfill:
		c.begin(a)
		c.sink.dial(a)
	case feed.AskBackfill:
		c.begin(a)
		c.sink.missing(a.Attempt, a.Cursor)
	case feed.Park:
		c.parked, c.request = c.request, request{}
	case feed.Unpark:
		c.unpark()
	case feed.Read:
		c.sink.read(a.Attempt, c.request.response)
	case feed.Replay:
		c.sink.read(a.Attempt, construct("Response", a.Held))
	case feed.Abort:
		c.abort()
	case feed.Arm:
		c.arm(a.After)
	case feed.Disarm:
		c.disarm()
	case feed.TellOpen:
		c.sink.opened(c.request.response)
	case feed.AskDelay:
		c.sink.ask(a.Attempt, a.Failure, c.evidence)
	case feed.TellFailure:
		c.sink.failed(a.Failure, c.evidence)
	case feed.TellNotice:
		c.sink.notice(a.Notice)
	}
}

// connect drops the attempt or the wait under way, and dials.
func (c *connection) connect([]safejs.Value) any {
	c.react(c.machine.Connect(now()))
	return nil
}

func (c *connection) close([]safejs.Value) any {
	c.react(c.machine.Close())
	return nil
}

// lifecycle takes what became of the page.
func (c *connection) lifecycle(args []safejs.Value) any {
	switch text(args[0]) {
	case "sleep":
		c.react(c.machine.Sleep())
	case "wake":
		c.react(c.machine.Wake(now(), false))
	case "online":
		c.react(c.machine.Wake(now(), true))
	}
	return nil
}

// decide takes the page's answer about a failure: how long to wait, or false to stop.
// Anything else leaves both to the machine.
func (c *connection) decide(args []safejs.Value) any {
	attempt, answer := number(args[0]), args[1]
	again, wait := !isFalse(answer), feed.AsProposed
	if kindOf(answer) == safejs.TypeNumber {
		wait = milliseconds(float(answer))
	} else if !again {
		wait = 0
	}
	c.react(c.machine.Decide(attempt, now(), again, wait))
	return nil
}

// ended takes the end of a body behind its last batch.
func (c *connection) ended(args []safejs.Value) any {
	attempt, cut := number(args[0]), text(args[1])
	c.react(c.machine.Ended(attempt, now(), cut))
	return nil
}

// forget lets go of a feed that is over. What was set aside has been aborted.
func (c *connection) forget() {
	delete(connections, c.handle)
	c.disarm()
	unregister(c.sink.Value)
	unregister(c.request.aborter)
}
