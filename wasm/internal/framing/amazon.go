package framing

import (
	"bytes"
	"encoding/binary"
	"strconv"

	"github.com/feedsource/feedsource/wasm/internal/jsontext"
)

// EventStream frames application/vnd.amazon.eventstream (Smithy, "Amazon Event Stream
// Specification"): the length of the whole message and that of its headers, both big-endian
// uint32, a checksum of the two, headers, payload, and a checksum of all that.
//
// A record is headers and payload, behind the length of the headers. Its type is the header
// :event-type. A message that is an exception or an error is what became of the stream.
type EventStream struct {
	judged
	sums *checksums
	size int // of the open message, whose prelude was read; 0 if that has not come
	skip int // bytes to come of a message over the limit

	// The headers of the last event, and the slot of its type in an epoch of the types: those of
	// the next are most often the same, and need not be read again.
	headers     []byte
	slot, epoch int
}

const (
	amazonPrelude = 12 // two lengths and their checksum
	checksumSize  = 4

	maxRemembered = 1 << 10 // of headers
)

// NewEventStream frames Amazon's event streams.
func NewEventStream() *EventStream { return &EventStream{sums: newChecksums()} }

// Head implements [BytesFramer].
func (e *EventStream) Head() Head { return AmazonHead }

// Finite implements [Judge]. The format has no end marker, and services end their streams by
// ending the body.
func (e *EventStream) Finite() bool { return false }

// Frame implements [Framer].
func (e *EventStream) Frame(buf []byte, _ int, t *Table) (keep, end int) {
	if e.verdict != nil {
		return len(buf), len(buf)
	}
	start := min(e.skip, len(buf))
	e.skip -= start
	for {
		if e.size == 0 {
			if len(buf)-start < amazonPrelude {
				break
			}
			e.prelude(buf[start:start+amazonPrelude], start, t)
		}
		stop := start + e.size
		switch {
		case e.verdict != nil:
		case e.size-amazonPrelude > t.limit:
			next := min(stop, len(buf))
			e.size, e.skip = 0, stop-next
			start = next
			continue
		case len(buf) < stop:
			return start, len(buf)
		default:
			e.message(buf, start, stop, t)
		}
		if e.verdict != nil {
			return len(buf), len(buf)
		}
		start, e.size = stop, 0
	}
	return start, len(buf)
}

// prelude reads the lengths that a message begins with. One over the limit is told.
func (e *EventStream) prelude(head []byte, off int, t *Table) {
	size := int(binary.BigEndian.Uint32(head))
	switch headers := int(binary.BigEndian.Uint32(head[4:])); {
	case e.sums.of(head[:8]) != binary.BigEndian.Uint32(head[8:]):
		t.Reject(BadChecksum, off, len(head))
		e.lose("the checksum of a message's lengths is wrong, so that nobody can tell where the next one begins")
	case size < amazonPrelude+headers+checksumSize:
		t.Reject(BadLength, off, len(head))
		e.lose("a message of " + strconv.Itoa(size) + " bytes cannot have headers of " + strconv.Itoa(headers))
	case size-amazonPrelude > t.limit:
		t.Reject(LengthTooLarge, off, len(head))
	}
	e.size = size
}

// message takes a message that is all there.
func (e *EventStream) message(buf []byte, start, stop int, t *Table) {
	off, end := start+amazonPrelude, stop-checksumSize
	if e.sums.of(buf[start:end]) != binary.BigEndian.Uint32(buf[end:]) {
		t.Reject(BadChecksum, off, end-off)
		return
	}
	headers := int(binary.BigEndian.Uint32(buf[start+4:]))
	slot, ok := e.event(buf[off:off+headers], buf[off+headers:end], t)
	switch {
	case !ok:
		t.Reject(BadFrame, off, end-off)
	case e.verdict == nil:
		binary.BigEndian.PutUint32(buf[off-headLength:], uint32(headers)) // over the checksum
		t.AddBytes(slot, off-headLength, end-off+headLength)
	}
}

// event looks into the headers of a message: it is of the type in slot, unless it is a verdict.
func (e *EventStream) event(headers, payload []byte, t *Table) (slot int, ok bool) {
	if bytes.Equal(headers, e.headers) && e.epoch == t.Types.Epoch() {
		return e.slot, true
	}
	notes, ok := readNotes(headers)
	if !ok {
		return 0, false
	}
	switch string(notes.messageType) {
	case "exception":
		e.fail(notes.exceptionType, amazonMessage(payload))
	case "error":
		e.fail(notes.errorCode, notes.errorMessage)
	default:
		slot = t.Types.Slot(notes.eventType)
	}
	if len(headers) <= maxRemembered {
		e.headers, e.slot, e.epoch = append(e.headers[:0], headers...), slot, t.Types.Epoch()
	}
	return slot, true
}

func (e *EventStream) fail(code, message []byte) {
	if len(code) == 0 {
		code = []byte(noStatus)
	}
	if len(message) > maxRejectedBytes {
		message = message[:maxRejectedBytes]
		message = message[:len(message)-Unfinished(message)]
	}
	e.verdict = &Verdict{Outcome: Failed, Code: string(code), Message: string(message)}
}

// amazonMessage is what an exception says: the member message of its payload, which some services
// write in upper case, or the payload if it is no JSON.
func amazonMessage(payload []byte) []byte {
	if _, valid := jsontext.Valid(payload, nil); !valid {
		return trimmed(payload)
	}
	for _, name := range [...]string{"message", "Message"} {
		if text := memberText(payload, name); text != "" {
			return []byte(text)
		}
	}
	return payload
}

// End implements [Framer].
func (e *EventStream) End(buf []byte, keep int, _ bool, t *Table) {
	stop := len(buf)
	if e.verdict != nil || keep == stop && e.skip == 0 {
		return
	}
	if e.size > 0 {
		stop = min(stop, keep+e.size-checksumSize)
		keep += amazonPrelude
	}
	t.Reject(Truncated, keep, stop-keep)
}
