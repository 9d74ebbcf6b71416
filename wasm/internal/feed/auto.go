package feed

import (
	"bytes"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

// newFramer makes the framer for a body. An explicit format never looks at the content
// type; Auto goes by it, or by the first bytes where the type does not decide.
func newFramer(f framing.Format, contentType string) framing.Framer {
	if f == framing.Auto {
		f = framing.FormatOf(contentType)
	}
	if f == framing.Auto {
		return &sniffer{html: framing.Essence(contentType) == "text/html"}
	}
	return framerOf(f)
}

func framerOf(f framing.Format) framing.Framer {
	if framer, ok := framing.New(f); ok {
		return framer
	}
	return &sse.Parser{}
}

// A sniffer waits for the bytes that show the format, then steps aside.
type sniffer struct {
	framer framing.Framer
	html   bool // the content type is that of a web page
	last   byte // the last white space that was skipped
}

// maxIndentBytes is how much white space is held back before a first line. It belongs to
// that line if the format turns out to be text.
const maxIndentBytes = 1024

// Frame implements [framing.Framer]. Blank lines before the first record are
// keep-alives in every format, and are not held back.
func (s *sniffer) Frame(buf []byte, from int, t *framing.Table) (keep, end int) {
	if s.framer != nil {
		return s.framer.Frame(buf, from, t)
	}
	line, start := s.skipBlank(buf, t)
	f, ok := framing.SniffUnmarked(buf[line:])
	if !ok {
		return line, len(buf)
	}
	switch {
	case f == framing.Text && s.html && buf[start] == '<':
		return s.settle(&explanation{}, buf, start, t)
	case f == framing.Text:
		start = line
	}
	return s.settle(framerOf(f), buf, start, t)
}

// settle frames what has come so far.
func (s *sniffer) settle(framer framing.Framer, buf []byte, start int, t *framing.Table) (keep, end int) {
	s.framer = framer
	earlier := len(t.Rows)
	keep, end = s.framer.Frame(buf[start:], 0, t)
	for i := range t.Rows[earlier:] {
		t.Rows[earlier+i].Off += int32(start)
	}
	return start + keep, start + end
}

// skipBlank finds the first byte that is not blank, and where its line begins.
func (s *sniffer) skipBlank(buf []byte, t *framing.Table) (line, start int) {
	for i, c := range buf {
		switch {
		case c == '\r', c == '\n' && s.last != '\r':
			t.Add(framing.KeepAlive, i, 0)
		case c != '\n' && c != ' ' && c != '\t':
			return line, i
		}
		if s.last = c; c == '\r' || c == '\n' || i-line >= maxIndentBytes {
			line = i + 1
		}
	}
	return line, len(buf)
}

// End implements [framing.Framer]. A body that ended before it showed a format is
// text, if it had any.
func (s *sniffer) End(buf []byte, keep int, clean bool, t *framing.Table) {
	if s.framer == nil {
		if len(bytes.TrimLeft(buf[keep:], " \t")) == 0 {
			return
		}
		begin, end := s.settle(framerOf(framing.Text), buf, keep, t)
		buf, keep = buf[:end], begin
	}
	s.framer.End(buf, keep, clean, t)
}

// webPage reports whether the body turned out to be a web page, and returns it as the
// explanation of a refusal.
func (s *sniffer) webPage() (body *explanation, ok bool) {
	body, ok = s.framer.(*explanation)
	return body, ok
}

// found is the framer that reads a body, behind a sniffer if there is one.
func found(f framing.Framer) framing.Framer {
	if s, ok := f.(*sniffer); ok {
		return s.framer
	}
	return f
}
