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
	early     bool // the host has sent the first request already
	machine   *feed.Machine
	request   int // the attempt whose request is under way; 0 for none
	parked    int // one that is set aside while backfill pages are read
	evidence  int // the attempt whose answer a failure is about
	timer     safejs.Value
	wait      int // the number that ends the wait under way
	types     typesVersion
	hasVitals bool
	quietAt   time.Duration // as the host knows it
}

// react performs what an input led to that was not a batch, and says from when on the
// feed counts as quiet if that has changed. A batch says so in its vitals.
func (c *connection) react(actions []feed.Action) {
	c.perform(actions, false)
	if !c.hasVitals || c.machine.State() == feed.Closed {
		return
	}
	if at := c.machine.QuietAt(); at != c.quietAt {
		c.quietAt = at
		c.sink.quiet(inMilliseconds(at))
	}
}

// perform carries out what the machine decided, in order; of a batch that the host has yet
// to get, if that led to it.
func (c *connection) perform(actions []feed.Action, ofBatch bool) {
	for _, a := range actions {
		if a.Kind == feed.TellNotice {
			c.sink.notice(a.Notice, ofBatch && a.Notice.Ahead)
			continue
		}
		c.do(a)
	}
	if c.machine.State() == feed.Closed {
		c.forget()
	}
}

func (c *connection) do(a feed.Action) {
	switch a.Kind {
	case feed.Dial, feed.DialBackfill:
		c.dial(a)
	case feed.AskAddress:
		c.begin(a.Attempt)
		if !c.sent(a) {
			c.sink.address(a)
		}
	case feed.Say:
		c.sink.say(a.Rule)
	case feed.Remember:
		c.sink.remember(a.Text)
	case feed.AskBackfill:
		c.begin(a.Attempt)
		c.sink.missing(a.Attempt, a.Cursor)
	case feed.Park:
		c.parked, c.request = c.request, 0
	case feed.Unpark:
		c.unpark(a.Text)
	case feed.Discard:
		c.sink.abort(c.parked, a.Text)
		c.parked = 0
	case feed.Read:
		c.sink.read(a.Attempt, c.request)
	case feed.Replay:
		c.sink.replay(a.Attempt, a.Text)
	case feed.Abort:
		c.abort(a.Text)
	case feed.Arm:
		c.arm(a.After)
	case feed.Disarm:
		c.disarm()
	case feed.TellOpen:
		c.sink.opened(c.request)
	case feed.AskDelay:
		c.sink.ask(a.Attempt, a.Failure, c.evidence)
	case feed.TellFailure:
		c.sink.failed(a.Failure, c.evidence)
	}
}

// begin makes the request of an attempt the one under way.
func (c *connection) begin(attempt int) { c.request, c.evidence = attempt, attempt }

func (c *connection) dial(a feed.Action) {
	c.begin(a.Attempt)
	if !c.sent(a) {
		c.sink.dial(a)
	}
}

// sent reports whether the host has sent the request ahead of the engine.
func (c *connection) sent(a feed.Action) bool { return c.early && a.Attempt == 1 }

// unpark gives up the request under way, such as a backfill page that was refused and is not read
// to its end, and goes on with the response that was set aside.
func (c *connection) unpark(why string) {
	c.sink.abort(c.request, why)
	c.begin(c.parked)
	c.parked = 0
}

// abort gives up the request under way, and one set aside.
func (c *connection) abort(why string) {
	for _, attempt := range []int{c.request, c.parked} {
		if attempt != 0 {
			c.sink.abort(attempt, why)
		}
	}
	c.request, c.parked = 0, 0
}

// forget lets go of a feed that is over. What was set aside has been aborted.
func (c *connection) forget() {
	delete(connections, c.handle)
	c.disarm()
}
