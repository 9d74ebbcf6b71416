//go:build js && wasm

package bridge

import (
	"time"
	"unsafe"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
)

var (
	present   batch           // the batch of the last call,
	condition vitals          // how its feed is doing,
	framed    *framing.Stream // and where it came from, kept alive for the host to read
)

// Reserve makes room for n bytes of a body and returns where; 0 means that the attempt has
// been given up and its bytes are not wanted.
//
//go:wasmexport reserve
func Reserve(handle, attempt, n int32) (address int32) {
	c, ok := connections[handle]
	if !ok {
		return 0
	}
	defer c.guard()
	room := c.machine.Reserve(int(attempt), int(n))
	if len(room) == 0 {
		return 0
	}
	return addressOf(&room[0])
}

// Commit frames the n bytes written where Reserve said, and returns the batch. clock is
// the time that the host has looked up already, in milliseconds since 1970: Go's own
// clock takes two calls of JavaScript, which showed at chunks of 512 bytes.
//
//go:wasmexport commit
func Commit(handle, n int32, clock float64) (address int32) {
	c, ok := connections[handle]
	if !ok {
		return 0
	}
	defer c.guard()
	fault("bytes", c)
	actions := c.machine.Commit(int(n), time.Duration(clock)*time.Millisecond)
	address = c.publish()
	c.settle(actions)
	return address
}

// Finish takes the end of a body's bytes, clean if it is not 0, and returns the batch of what
// was left; 0 means that the attempt has been given up.
//
//go:wasmexport finish
func Finish(handle, attempt, clean int32) (address int32) {
	c, ok := connections[handle]
	if !ok {
		return 0
	}
	defer c.guard()
	actions, ok := c.machine.Finish(int(attempt), clean != 0, now())
	if !ok {
		return 0
	}
	address = c.publish()
	c.settle(actions)
	return address
}

// settle does what a batch asks for. The host makes use of it in microtasks, and so after
// the batch.
func (c *connection) settle(actions []feed.Action) {
	if len(actions) > 0 {
		c.perform(actions, true)
	}
}

// Measure makes the offsets and lengths of the present batch's rows those of UTF-16 units,
// counted from where its first row begins. The host asks for it only when the decoded
// text turned out not to be ASCII; else bytes are units.
//
//go:wasmexport measure
func Measure() {
	if framed != nil {
		framing.Measure(framed.Buffer(), framed.Rows)
	}
}

// publish makes what was framed last the present batch.
func (c *connection) publish() int32 {
	s := c.machine.Stream()
	framed = s
	ids := s.IDs.Joined()
	present = batch{
		buffer:    sliceAddress(s.Buffer()),
		rowCount:  int32(len(s.Rows)),
		ids:       sliceAddress(ids),
		idsLength: int32(len(ids)),
		baseLow:   int32(s.Base()), baseHigh: int32(s.Base() >> 32),
		duplicates: int32(c.machine.Duplicates()),
		malformed:  int32(s.Rejected()),
		head:       int32(s.Head),
		vitals:     c.takeVitals(),
	}
	if s.HasBytes() {
		present.isBytes = 1
	}
	if n := len(s.Rows); n > 0 {
		first, last := s.Rows[0], s.Rows[n-1]
		present.rows = addressOf(&s.Rows[0])
		present.from, present.length = first.Off, last.Off+last.Len-first.Off
	}
	if version := (typesVersion{s.Types.Epoch(), s.Types.Count()}); version != c.types {
		c.types = version
		types := s.Types.Joined()
		present.types, present.typesLength = sliceAddress(types), int32(len(types))
	}
	return addressOf(&present)
}

// A typesVersion tells one list of event types from another: it grows, or begins anew.
type typesVersion struct{ epoch, count int }

// takeVitals looks at how the feed is doing, and returns where that lies.
func (c *connection) takeVitals() int32 {
	if !c.hasVitals {
		return 0
	}
	c.quietAt = c.machine.QuietAt()
	condition = vitals{quietAt: inMilliseconds(c.quietAt)}
	if lag, ok := c.machine.LagStats(); ok {
		condition.lagMs, condition.offsetMs, condition.lagTrend = lag.LagMs, lag.OffsetMs, lag.Trend
	}
	return addressOf(&condition)
}

// inMilliseconds keeps fractions: the least of them is still a time, and not 0.
func inMilliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func sliceAddress(b []byte) int32 {
	if len(b) == 0 {
		return 0
	}
	return addressOf(&b[0])
}

// addressOf is where p lies in linear memory. Go does not move what it allocated.
func addressOf[T any](p *T) int32 { return int32(uintptr(unsafe.Pointer(p))) }
