package framing

import "strings"

// Multipart frames the parts of a multipart body (RFC 2046 section 5.1), such as multipart/mixed
// and multipart/x-mixed-replace. A record is a part: the length of its header block, the block with
// the empty line that ends it, and the payload.
//
// A part ends at the mark behind it, or with the last of the bytes that its Content-Length
// announces, so that a camera's picture need not wait for the next one. If the next mark does not
// stand there, the count was wrong: what lies before the mark is reported. A mark within the count
// ends the part.
type Multipart struct {
	judged
	mark
	bare    mark // if its boundary begins with hyphens; used for all marks if it comes first
	endless bool
	state   partState
	hyphens int // how many are directly behind the boundary
	passed  int // bytes before the first mark
	head    int // where the open part's header block begins in buf
	line    int // where the present line of it begins
	body    int // where its payload begins, or what is behind a payload that was counted
	count   int // its Content-Length; negative if that is not known

	block      []byte // the last header block
	blockCount int    // and its Content-Length
}

type partState int

const (
	preamble partState = iota // before the first mark
	markLine                  // behind a boundary, up to the line's end
	partHead
	partBody
	behind  // a payload that was counted
	skipped // up to the next mark, since the part was reported
)

const (
	maxPartHead = 16 << 10
	maxPreamble = 64 << 10
)

// NewMultipart frames the parts between boundaries. An endless body, such as a camera's, need not
// say that it is complete.
func NewMultipart(boundary string, endless bool) *Multipart {
	m := &Multipart{mark: newMark("--" + boundary), endless: endless}
	// Some cameras announce a boundary with the hyphens of its mark; browsers put up with it
	// (Chromium, issue 5786).
	if strings.HasPrefix(boundary, "--") && !strings.HasPrefix("--"+boundary, boundary) {
		m.bare = newMark(boundary)
	}
	return m
}

// Head implements [BytesFramer].
func (m *Multipart) Head() Head { return MIMEHead }

// Finite implements [Judge].
func (m *Multipart) Finite() bool { return !m.endless }

// Frame implements [Framer].
func (m *Multipart) Frame(buf []byte, from int, t *Table) (keep, end int) {
	for i := from; i < len(buf) && m.verdict == nil; {
		switch m.state {
		case preamble:
			i = m.inPreamble(buf, i)
		case markLine:
			i = m.inMarkLine(buf, i)
		case partHead:
			i = m.inHead(buf, i, t)
		case partBody:
			i = m.inBody(buf, i, t)
		case behind:
			i = m.inBehind(buf, i, t)
		case skipped:
			next, found := m.find(buf, i, len(buf), i)
			if i = next; found {
				m.enterMarkLine()
			}
		}
	}
	switch {
	case m.verdict != nil:
		keep = len(buf)
	case m.state == partHead, m.state == partBody:
		keep = m.head - headLength
	case m.state == behind:
		keep = m.body
	default: // the end of a mark's line has room for the length of a header block
		keep = max(len(buf)-headLength, 0)
	}
	m.shift(-keep)
	return keep, len(buf)
}

// shift follows the bytes of the buffer to their new places.
func (m *Multipart) shift(by int) {
	m.at, m.head, m.line, m.body = m.at+by, m.head+by, m.line+by, m.body+by
}

func (m *Multipart) inPreamble(buf []byte, i int) (next int) {
	next, found := m.find(buf, i, len(buf), i)
	if m.bare.text != nil {
		if n, first := m.bare.find(buf, i, next, i); first {
			m.mark, next, found = m.bare, n, true
		}
	}
	if m.passed += next - i; m.passed > maxPreamble {
		m.lose("the body has no part in its first 64 KiB: it does not have the boundary of its Content-Type")
	}
	if found {
		m.enterMarkLine()
	}
	return next
}

func (m *Multipart) enterMarkLine() { m.state, m.hyphens = markLine, 0 }

func (m *Multipart) inMarkLine(buf []byte, i int) (next int) {
	for ; i < len(buf); i++ {
		switch c := buf[i]; {
		case c == '\n':
			m.state, m.head, m.line, m.count = partHead, i+1, i+1, -1
			return i + 1
		case c != '-':
			m.hyphens = len("--")
		case m.hyphens == 0:
			m.hyphens = 1
		case m.hyphens == 1:
			m.verdict = &Verdict{Outcome: Completed}
			return len(buf)
		}
	}
	return i
}

// End implements [Framer]. A part whose payload is a JSON text that shows its own end is whole: the
// mark behind it is all that is missing.
func (m *Multipart) End(buf []byte, keep int, _ bool, t *Table) {
	m.shift(keep)
	switch {
	case m.verdict != nil || keep == len(buf):
	case m.state == partHead && m.head < len(buf):
		t.Reject(Truncated, m.head, len(buf)-m.head)
	case m.state == partBody:
		stop := m.certain(buf, len(buf))
		if payload := trimmed(buf[m.body:stop]); len(payload) > 0 && Complete(payload) {
			m.finish(stop, t)
			return
		}
		t.Reject(Truncated, m.head, stop-m.head)
	case m.state == behind:
		m.refuseSurplus(buf, m.certain(buf, len(buf)), t)
	}
}
