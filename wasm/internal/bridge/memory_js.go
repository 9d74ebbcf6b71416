//go:build js && wasm

package bridge

import (
	"time"
	"unsafe"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// A batch is what one chunk brought, in a form that the shell reads as an
// Int32Array. Places are addresses in linear memory, good until the next call into
// the engine. batch.ts has the same fields in the same order.
type batch struct {
	rows, rowCount     int32 // framing.Row, four int32 each
	buffer             int32 // what the rows' offsets count from
	from, length       int32 // the part of the buffer from the first row's start to the last row's end
	ids, idsLength     int32 // last event IDs, each followed by LF
	types, typesLength int32 // event types in slot order, each followed by LF; none if they did not change
	baseLow, baseHigh  int32 // place in the body of the buffer's start
	duplicates         int32 // records dropped from this batch
	malformed          int32 // rows that are, or were when they were framed
}

var (
	present batch           // the batch of the last call
	framed  *framing.Stream // where it came from, kept alive for the shell to read
)

// Reserve makes room for n bytes of a body and returns where; 0 tells that the
// attempt has been given up and its bytes are not wanted.
//
//go:wasmexport reserve
func Reserve(handle, attempt, n int32) (address int32) {
	l, ok := links[handle]
	if !ok {
		return 0
	}
	defer l.guard()
	room := l.machine.Reserve(int(attempt), int(n))
	if len(room) == 0 {
		return 0
	}
	return addressOf(&room[0])
}

// Commit frames the n bytes written where Reserve said, and returns the batch. clock is
// the time that the shell has looked up already, in milliseconds since 1970: Go's own
// clock takes two calls of JavaScript, which showed at chunks of 512 bytes.
//
//go:wasmexport commit
func Commit(handle, n int32, clock float64) (address int32) {
	l, ok := links[handle]
	if !ok {
		return 0
	}
	defer l.guard()
	actions := l.machine.Commit(int(n), time.Duration(clock)*time.Millisecond)
	address = l.publish()
	l.settle(actions)
	return address
}

// Finish tells the end of a body's bytes, and returns the batch of what was left.
//
//go:wasmexport finish
func Finish(handle, attempt int32) (address int32) {
	l, ok := links[handle]
	if !ok {
		return 0
	}
	defer l.guard()
	actions, ok := l.machine.Finish(int(attempt), now())
	if !ok {
		return 0
	}
	address = l.publish()
	l.settle(actions)
	return address
}

// settle does what a batch asks for. The shell hears of it in microtasks, and so after
// the batch.
func (l *link) settle(actions []feed.Action) {
	if len(actions) > 0 {
		l.perform(actions)
	}
	l.keep()
}

// Measure makes the offsets and lengths of the present batch's rows those of UTF-16 units,
// counted from where its first row begins. The shell asks for it only when the decoded text turned out
// not to be ASCII; else bytes are units.
//
//go:wasmexport measure
func Measure() {
	if framed != nil {
		framing.Measure(framed.Buffer(), framed.Rows)
	}
}

// publish makes what was framed last the present batch.
func (l *link) publish() int32 {
	s := l.machine.Stream()
	framed = s
	ids := s.IDs.Joined()
	present = batch{
		rowCount: int32(len(s.Rows)),
		ids:      sliceAddress(ids), idsLength: int32(len(ids)),
		baseLow: int32(s.Base()), baseHigh: int32(s.Base() >> 32),
		duplicates: int32(l.machine.Duplicates()),
		malformed:  int32(s.Rejected()),
	}
	if version := (names{s.Types.Epoch(), s.Types.Count()}); version != l.told {
		l.told = version
		types := s.Types.Joined()
		present.types, present.typesLength = sliceAddress(types), int32(len(types))
	}
	if n := len(s.Rows); n > 0 {
		first, last := s.Rows[0], s.Rows[n-1]
		present.rows = addressOf(&s.Rows[0])
		present.from, present.length = first.Off, last.Off+last.Len-first.Off
	}
	present.buffer = sliceAddress(s.Buffer())
	return addressOf(&present)
}

// names tells one list of event types from another: it grows, or begins anew.
type names struct{ epoch, count int }

func sliceAddress(b []byte) int32 {
	if len(b) == 0 {
		return 0
	}
	return addressOf(&b[0])
}

// addressOf is where p lies in linear memory. Go does not move what it allocated.
func addressOf[T any](p *T) int32 { return int32(uintptr(unsafe.Pointer(p))) }
