package framing

import "bytes"

// A Framer finds the records in a growing buffer.
type Framer interface {
	// Frame scans buf[from:]; earlier calls scanned what lies before. It adds rows
	// to t and returns the part of buf that is still an unfinished record,
	// buf[keep:end]. The next call gets those bytes at the start of its buffer,
	// followed by new ones. A framer may move bytes within buf[:end] as long as no
	// row added in this call loses its content.
	Frame(buf []byte, from int, t *Table) (keep, end int)
	// End takes the end of the body; buf[keep:] is the unfinished record. A record
	// that proves itself complete is added, and any other is rejected as Truncated.
	// clean says that the server ended the body, and nothing cut it.
	End(buf []byte, keep int, clean bool, t *Table)
}

// A buffer over shrinkAbove bytes is given back when an eighth of it would have been enough
// for more than shrinkAfter chunks in a row: one record of 16 MiB should not hold 16 MiB for
// the life of the feed. If it were given back at once, each of a run of large records would
// need a new one, which took 1.05 to 1.08 times as long for records of 4 MiB.
const (
	shrinkAbove = 1 << 20
	shrinkAfter = 100
)

// A Stream is one response body on its way through a Framer. It owns the buffer:
// bytes are written to the slice that Reserve returns, then framed by Commit.
// The rows in Table are valid until the next Reserve.
type Stream struct {
	*Table
	framer    Framer
	buf       []byte
	keep, end int   // buf[keep:end] is the unfinished record
	reserved  int   // what Reserve promised
	total     int64 // bytes of the body so far
	base      int64 // place in the body of buf[0], as of the last Commit
	roomy     int   // chunks in a row for which the buffer was far too large
	started   bool  // the place where a byte order mark may stand has been read
}

// NewStream reads a body with framer. Where that is text a byte order mark is taken off. Rows go to t, which may outlive the stream:
// event types and the last event ID carry over to the next body.
func NewStream(framer Framer, t *Table) *Stream {
	s := &Stream{Table: t, framer: framer}
	t.Head = 0
	if b, ok := framer.(BytesFramer); ok {
		s.Expect(b)
	}
	return s
}

// Expect says, ahead of the first bytes, that b may come to frame them: they are no text.
func (s *Stream) Expect(b BytesFramer) { s.Head, s.started = b.Head(), true }

// Reserve makes room for n bytes after the unfinished record. What it returns
// stays in place until the next Reserve.
//
// Moving the unfinished record to the front costs no more than the chunk it came
// in: it is away from the front only if a record was found in that chunk.
func (s *Stream) Reserve(n int) []byte {
	s.Reset()
	s.Types.Trim()
	held := s.end - s.keep
	need := held + n
	if s.roomy++; cap(s.buf) <= shrinkAbove || need >= cap(s.buf)/8 {
		s.roomy = 0
	}
	switch {
	case need > cap(s.buf), s.roomy > shrinkAfter:
		grown := s.Spare.take(held + min(held, s.Limit()) + n)
		copy(grown, s.buf[s.keep:s.end])
		s.Spare.give(s.buf)
		s.buf = grown
	case s.keep > 0:
		copy(s.buf[:held], s.buf[s.keep:s.end])
	}
	s.buf = s.buf[:cap(s.buf)]
	s.keep, s.end, s.reserved = 0, held, n
	return s.buf[held : held+n]
}

// Commit frames the n bytes that were written to the reserved slice.
func (s *Stream) Commit(n int) {
	from := s.end
	s.end += min(n, s.reserved)
	s.total += int64(s.end - from)
	s.base = s.total - int64(s.end)
	s.reserved = 0
	if !s.started {
		text, ok := cutBOM(s.buf[:s.end])
		if !ok {
			return
		}
		from, s.started = 0, true
		s.base += int64(s.end - len(text))
		s.end = copy(s.buf, text)
	}
	s.frame(from)
}

func (s *Stream) frame(from int) {
	s.keep, s.end = s.framer.Frame(s.buf[:s.end], from, s.Table)
	if s.cut {
		s.mend(s.buf)
	}
}

// cutBOM removes one byte order mark (WHATWG Encoding, "UTF-8 decode"; RFC 8259
// section 8.1 lets a JSON parser do the same). ok is false while the bytes so far
// may be the beginning of one.
func cutBOM(head []byte) (text []byte, ok bool) {
	const bom = "\xef\xbb\xbf"
	if n := len(head); n < len(bom) && string(head) == bom[:n] {
		return nil, false
	}
	return bytes.TrimPrefix(head, []byte(bom)), true
}

// End ends the body, which the server did if that is clean; rows for what was left are in Table, and valid until the next
// Reserve of any stream that has the same Spare.
func (s *Stream) End(clean bool) {
	s.Reset()
	if !s.started {
		s.frame(0)
	}
	s.framer.End(s.buf[:s.end], s.keep, clean, s.Table)
	if s.cut {
		s.mend(s.buf)
	}
	s.keep = s.end
	s.Spare.give(s.buf)
}

// Buffer is the memory that the rows point into.
func (s *Stream) Buffer() []byte { return s.buf[:s.end] }

// Base is the place in the body of the buffer's first byte, so that a row's
// bytes can be found again in a recording of the feed. A row that began in an
// earlier chunk and lost bytes on the way (an SSE event whose lines were joined)
// is found not at its start but somewhere within its block.
func (s *Stream) Base() int64 { return s.base }
