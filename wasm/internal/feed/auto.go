package feed

import (
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

// newFramer makes the framer for a body. An explicit format never looks at the
// content type; Auto goes by it, and by the first bytes where it does not tell.
func newFramer(f framing.Format, contentType string) framing.Framer {
	if f == framing.Auto {
		f = framing.FormatOf(contentType)
	}
	if f == framing.Auto {
		return &sniffer{}
	}
	return framerOf(f)
}

func framerOf(f framing.Format) framing.Framer {
	if framer, ok := framing.New(f); ok {
		return framer
	}
	return &sse.Parser{}
}

func essence(contentType string) string { return framing.Essence(contentType) }

// A sniffer waits for the bytes that tell the format, then steps aside.
type sniffer struct {
	framer framing.Framer
	last   byte // the last white space that was passed over
}

// Frame implements [framing.Framer]. Blank lines ahead of the first record are
// keep-alives in every format, and are not held back.
func (s *sniffer) Frame(buf []byte, from int, t *framing.Table) (keep, end int) {
	if s.framer != nil {
		return s.framer.Frame(buf, from, t)
	}
	start := s.skipBlank(buf, t)
	f, ok := framing.Sniff(buf[start:])
	if !ok {
		return start, len(buf)
	}
	return s.settle(f, buf, start, t)
}

// settle frames what has come so far with the framer of f.
func (s *sniffer) settle(f framing.Format, buf []byte, start int, t *framing.Table) (keep, end int) {
	s.framer = framerOf(f)
	earlier := len(t.Rows)
	keep, end = s.framer.Frame(buf[start:], 0, t)
	for i := range t.Rows[earlier:] {
		t.Rows[earlier+i].Off += int32(start)
	}
	return start + keep, start + end
}

func (s *sniffer) skipBlank(buf []byte, t *framing.Table) int {
	for i, c := range buf {
		switch {
		case c == '\r', c == '\n' && s.last != '\r':
			t.Add(framing.KeepAlive, i, 0)
		case c != '\n' && c != ' ' && c != '\t':
			return i
		}
		s.last = c
	}
	return len(buf)
}

// End implements [framing.Framer]. A body that ended before it showed a format is
// text.
func (s *sniffer) End(buf []byte, keep int, t *framing.Table) {
	if s.framer == nil {
		begin, end := s.settle(framing.Text, buf, keep, t)
		buf, keep = buf[:end], begin
	}
	s.framer.End(buf, keep, t)
}

// Retry passes on the reconnection time of an event stream.
func (s *sniffer) Retry() (ms int64, ok bool) {
	if p, isSSE := s.framer.(*sse.Parser); isSSE {
		return p.Retry()
	}
	return 0, false
}

// Finite passes on whether it is a JSON array, and whether its end has come.
func (s *sniffer) Finite() (finite, finished bool) {
	if j, isJSON := s.framer.(*framing.JSON); isJSON {
		return j.Finite()
	}
	return false, false
}
