package framing

import (
	"bytes"

	"github.com/feedsource/feedsource/wasm/internal/jsontext"
)

// Length frames Twitter's delimited=length: a line with a decimal number N, then N
// bytes, the message's closing CRLF counted among them (Twitter, Streaming API
// request parameters). A blank line where a length belongs is a keep-alive.
//
// A server that counted wrong does not end the feed. When byte N is not the LF of
// the closing CRLF, the count was too long if a CRLF stands within the N bytes
// (CR cannot stand inside a message), and too short otherwise; the record ends at
// that CRLF, or at the next LF.
type Length struct {
	state lengthState
	need  int // bytes of the open message, CRLF included
}

type lengthState int

const (
	lengthLine lengthState = iota
	message
	toLineEnd // the count was too short: the message goes on to the next LF
	dropCRLF  // dropping a message whose announced length was refused
	dropLF    // the same in a feed of LF; or a line, or a message with too short a count, over the limit
)

// NewLength frames length-prefixed messages.
func NewLength() *Length { return &Length{} }

// Frame implements [Framer].
func (l *Length) Frame(buf []byte, from int, t *Table) (keep, end int) {
	start := 0
	for {
		if l.state == lengthLine {
			start = l.take(buf, start, t)
			from = max(from, start)
		}
		next, ok := l.step(buf, start, from, t)
		if !ok {
			break
		}
		start, from = next, next
	}
	// Only a line where a length belongs and a message whose count was too short
	// can outgrow the limit, since larger counts are refused.
	if l.state != dropCRLF && l.state != dropLF && t.Exceeds(len(buf)-start) {
		t.Reject(TooLarge, start, len(buf)-start)
		l.state = dropLF
	}
	switch l.state {
	case dropCRLF:
		start = max(start, len(buf)-1) // the last byte may be the CR
	case dropLF:
		start = len(buf)
	}
	return start, len(buf)
}

// take adds messages that are complete and in the usual form.
func (l *Length) take(buf []byte, start int, t *Table) (next int) {
	for {
		n, next := takeLengths(buf, t.room(), start, t.limit, int(t.IDs.current()))
		first := len(t.Rows)
		full := t.took(n)
		for i := first; i < len(t.Rows); i++ {
			row := &t.Rows[i]
			a, b := trim(buf, int(row.Off), int(row.Off+row.Len))
			if a == b {
				row.Tag = int32(KeepAlive)
				continue
			}
			if row.Off, row.Len = int32(a), int32(b-a); !plausible(buf[a:b]) {
				t.refuse(i, NotJSON)
			}
		}
		if !full {
			return next
		}
		start = next
	}
}

// step takes one line or one message that starts at buf[start], if it is all there.
func (l *Length) step(buf []byte, start, from int, t *Table) (next int, ok bool) {
	switch l.state {
	case message:
		if len(buf)-start < l.need {
			return 0, false
		}
		return l.message(buf, start, t)
	case toLineEnd:
		from = max(from, start+l.need)
		i := bytes.IndexByte(buf[min(from, len(buf)):], '\n')
		if i < 0 {
			return 0, false
		}
		l.close(buf, start, from+i+1, t)
		return from + i + 1, true
	case dropCRLF:
		return l.drop(buf, start, "\r\n")
	case dropLF:
		return l.drop(buf, start, "\n")
	}
	i := bytes.IndexByte(buf[from:], '\n')
	if i < 0 {
		return 0, false
	}
	l.line(buf, start, from+i, t)
	return from + i + 1, true
}

// drop skips bytes up to and including the delimiter.
func (l *Length) drop(buf []byte, start int, delimiter string) (next int, ok bool) {
	i := bytes.Index(buf[start:], []byte(delimiter))
	if i < 0 {
		return 0, false
	}
	l.state = lengthLine
	return start + i + len(delimiter), true
}

// line takes the line where a length belongs.
func (l *Length) line(buf []byte, start, stop int, t *Table) {
	crlf := stop > start && buf[stop-1] == '\r'
	if crlf {
		stop--
	}
	a, b := trim(buf, start, stop)
	if a == b || stop-start > t.Limit() {
		t.Add(KeepAlive, start, stop-start)
		return
	}
	maxLength, n := t.Limit()+len("\r\n"), 0
	for i := a; i < b && n <= maxLength; i++ {
		n = n*10 + int(buf[i]-'0')
	}
	switch {
	case jsontext.Digits(buf[a:b]) != b-a:
		t.Reject(BadLength, a, b-a)
	case n > maxLength:
		t.Reject(LengthTooLarge, a, b-a)
		l.state = dropLF
		if crlf {
			l.state = dropCRLF
		}
	case n > 0:
		l.state, l.need = message, n
	default:
		t.Add(KeepAlive, start, stop-start)
	}
}

// message takes the announced bytes, which are all in buf.
func (l *Length) message(buf []byte, start int, t *Table) (next int, ok bool) {
	stop := start + l.need
	if buf[stop-1] == '\n' {
		l.close(buf, start, stop, t)
		return stop, true
	}
	if i := bytes.Index(buf[start:stop], []byte("\r\n")); i >= 0 {
		stop = start + i + 2
		l.close(buf, start, stop, t)
		return stop, true
	}
	l.state = toLineEnd
	return start, true
}

// close adds the message that ends, with its CRLF or LF, at buf[stop].
func (l *Length) close(buf []byte, start, stop int, t *Table) {
	l.state = lengthLine
	stop = withoutCRLF(buf, start, stop)
	a, b := trim(buf, start, stop)
	switch {
	case stop-start > t.Limit():
		t.Reject(TooLarge, start, stop-start)
	case a == b:
		t.Add(KeepAlive, start, stop-start)
	case plausible(buf[a:b]):
		t.Add(Data, a, b-a)
	default:
		t.Reject(NotJSON, a, b-a)
	}
}

// withoutCRLF is stop, or the place of the CRLF, LF or CR just before it.
func withoutCRLF(buf []byte, start, stop int) int {
	if stop > start && buf[stop-1] == '\n' {
		stop--
	}
	if stop > start && buf[stop-1] == '\r' {
		stop--
	}
	return stop
}

// End implements [Framer]. Whether a message without its CRLF is whole only its text can say:
// servers count the CRLF, or do not.
func (l *Length) End(buf []byte, keep int, _ bool, t *Table) {
	a, b := trim(buf, keep, len(buf))
	switch {
	case a == b || l.state == dropCRLF || l.state == dropLF:
	case l.state != lengthLine && Complete(buf[a:b]):
		l.close(buf, keep, len(buf), t)
	default:
		t.Reject(Truncated, a, b-a)
	}
}
