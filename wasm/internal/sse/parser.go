package sse

import (
	"bytes"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// A Parser is a [framing.Framer] for text/event-stream. [framing.Stream] removes the
// byte order mark.
type Parser struct {
	line      int  // where the open line starts in the buffer
	swallowLF bool // the last chunk ended in CR: an LF at the start of the next belongs to it
	dropLine  bool // the open line is over the limit and no longer kept

	// The open block. Its data lies in the buffer. Type and ID are short and are
	// copied, so that lines between them and the data need not be kept.
	data      span
	hasData   bool
	dropBlock bool // the data or a line grew over the limit
	begun     bool // a line of it came, whatever its name
	comments  int  // how many of them were moved ahead of the data
	eventType []byte
	id        []byte
	hasID     bool

	retry    int64
	hasRetry bool

	text []byte // of a comment that is moved

	// Whole reports whether an event is whole though the body ended ahead of its blank
	// line; nil for the standard's rule, by which none is.
	Whole func(eventType, data []byte) bool
	// Marks reports whether an event of a type says something without data, which the
	// standard does not dispatch: it becomes a keep-alive of that type. nil for none.
	Marks func(eventType []byte) bool

	// NotesIDs asks for Named.
	NotesIDs bool
	named    []int

	fastPath      *framing.Events // takes most events that are not bare
	typeLine      []byte          // the last line that named a type, with its LF
	fastTypeLine  []byte          // the type line that fastPath knows,
	fastTypeEpoch int             // and the epoch of the slot that it has for that type
}

// bare takes events of one line of data and nothing else. fastPath takes those too, but
// has more to look at: without bare, chunks of 64 KiB took 1.16 times as long to frame, and
// 1.03 times as long from bytes to consumer.
var bare = framing.NewShape("data: ", len("data: "), 0, "\n\n")

type span struct{ from, to int }

// Retry returns the last reconnection time that the stream set, in milliseconds, and
// forgets it. The time takes effect at once, without waiting for a block to end.
func (p *Parser) Retry() (ms int64, ok bool) {
	ok, p.hasRetry = p.hasRetry, false
	return p.retry, ok
}

// Named returns which rows of the batch are events that have an id field of their own, if
// NotesIDs, and forgets them.
func (p *Parser) Named() []int {
	named := p.named
	p.named = p.named[:0]
	return named
}

// Frame implements [framing.Framer].
//
// "A line is ended by CRLF, LF or CR" (section 9.2.6). CR is acted on at once; the
// LF that may follow it, perhaps in the next chunk, is swallowed. The next LF and
// the next CR are each searched for once, however many lines there are: two calls of
// bytes.IndexByte cost less than one loop that tests every byte for either.
func (p *Parser) Frame(buf []byte, from int, t *framing.Table) (keep, end int) {
	if p.swallowLF && from < len(buf) {
		if p.swallowLF = false; buf[from] == '\n' {
			from++
			p.line = from
		}
	}
	if p.fastPath == nil || p.fastTypeEpoch != t.Types.Epoch() {
		p.fastPath, p.fastTypeEpoch, p.fastTypeLine = framing.NewEvents(MaxIDBytes), t.Types.Epoch(), p.fastTypeLine[:0]
	}
	lf, cr := -1, -1
	for {
		if !p.open() {
			p.line, from = bare.Take(buf, p.line, from, t)
			if !p.NotesIDs { // which the fast path does not tell
				p.line, from = p.fastPath.Take(buf, p.line, from, t)
			}
		}
		if lf < from {
			lf = next(buf, from, '\n')
		}
		if cr < from {
			cr = next(buf, from, '\r')
		}
		stop := min(lf, cr)
		if stop == len(buf) {
			return p.rest(buf, t)
		}
		from = stop + 1
		if cr < lf {
			if from == len(buf) {
				p.swallowLF = true
			} else if buf[from] == '\n' {
				from++
			}
		}
		p.endLine(buf, stop, t)
		p.line = from
	}
}

// setFastType lets the fast path take events of the type that was named last as well: most
// streams have hundreds of one type in a row.
func (p *Parser) setFastType(slot int) {
	if !bytes.Equal(p.fastTypeLine, p.typeLine) {
		p.fastTypeLine = append(p.fastTypeLine[:0], p.typeLine...)
		p.fastPath.Lead(p.fastTypeLine, slot)
	}
}

// open reports whether the block has begun.
func (p *Parser) open() bool {
	return p.begun || p.dropLine || p.dropBlock
}

// next is the place of the first c at or after from, len(buf) if there is none.
func next(buf []byte, from int, c byte) int {
	if i := bytes.IndexByte(buf[from:], c); i >= 0 {
		return from + i
	}
	return len(buf)
}

// rest returns what to keep of the buffer: the data of the open block and the open
// line. What lies between them, field names and comments, is given up, so that a
// long block stays within its limit in memory. The cost stays linear: only lines that
// end in a chunk leave anything, and an open line after them began in that chunk too.
func (p *Parser) rest(buf []byte, t *framing.Table) (keep, end int) {
	end = len(buf)
	if p.dropLine {
		p.line = end
	} else if t.Exceeds(end - p.line) {
		t.Reject(framing.TooLarge, p.line, end-p.line)
		p.dropLine, p.line = true, end
		p.drop()
	}
	if !p.hasData {
		keep, p.line = p.line, 0
		return keep, end
	}
	if p.line > p.data.to {
		end = p.data.to + copy(buf[p.data.to:], buf[p.line:end])
	}
	keep = p.data.from
	p.line = p.data.to - keep
	p.data = span{0, p.line}
	return keep, end
}

// endLine takes the open line, which stops before buf[stop].
func (p *Parser) endLine(buf []byte, stop int, t *framing.Table) {
	switch n := stop - p.line; {
	case p.dropLine:
		p.dropLine = false
	case n == 0:
		p.dispatch(t)
	case n > t.Limit():
		t.Reject(framing.TooLarge, p.line, n)
		p.drop()
	default:
		p.field(buf, stop, t)
	}
}

// drop gives up the data of the open block, and whatever else comes of it. Lines may no
// longer move down to that data: the row that reports it covers bytes after it.
func (p *Parser) drop() { p.dropBlock, p.hasData = true, false }

// dispatch ends the open block: "If the data buffer is an empty string, set the data
// buffer and the event type buffer to the empty string and return." The last event
// ID is set before that, so a block of an id alone still moves it.
func (p *Parser) dispatch(t *framing.Table) {
	if p.hasID {
		t.IDs.Set(p.id)
	}
	switch {
	case p.hasData:
		slot := t.Types.Slot(p.eventType)
		if len(p.eventType) > 0 {
			p.setFastType(slot)
		}
		if p.NotesIDs && p.hasID && len(p.id) > 0 {
			p.named = append(p.named, len(t.Rows))
		}
		t.AddTyped(slot, p.data.from, p.data.to-p.data.from)
	case len(p.eventType) > 0 && p.Marks != nil && !p.dropBlock && p.Marks(p.eventType):
		t.Mark(t.Types.Slot(p.eventType), p.line)
	case !p.begun && !p.dropBlock:
		t.Add(framing.KeepAlive, p.line, 0) // a bare blank line
	}
	p.eventType = p.eventType[:0]
	p.hasData, p.hasID, p.begun, p.dropBlock, p.comments = false, false, false, false, 0
}

// End implements [framing.Framer]: "any pending data must be discarded" at the end
// of the stream. A server that knows IDs sends the event again on reconnection. Where
// nobody asks again, the last event counts if the server ended the body and the event is
// Whole; one that is not is rejected.
func (p *Parser) End(buf []byte, keep int, clean bool, t *framing.Table) {
	if p.Whole == nil || !clean || p.dropLine || p.dropBlock {
		return
	}
	p.line, p.data = p.line+keep, span{p.data.from + keep, p.data.to + keep}
	if p.line < len(buf) && buf[p.line] != ':' { // a comment may be a part of one
		p.endLine(buf, len(buf), t)
	}
	switch {
	case !p.hasData && !p.dropBlock:
		if p.begun {
			p.dispatch(t)
		}
	case p.dropBlock:
	case p.Whole(p.eventType, buf[p.data.from:p.data.to]):
		p.dispatch(t)
	default:
		t.Reject(framing.Truncated, p.data.from, p.data.to-p.data.from)
	}
}
