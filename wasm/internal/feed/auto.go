package feed

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

// formatBy is the format that was named, or that a content type stands for; Auto if the first bytes
// are to decide.
func formatBy(f framing.Format, contentType string) framing.Format {
	if f == framing.Auto {
		return framing.FormatOf(contentType)
	}
	return f
}

// newFramer makes the framer for a body. Auto goes by the content type, or by the first
// bytes where that does not decide. A format that was named counts, unless type and first
// byte are both those of something else.
func newFramer(f framing.Format, from framing.Source, events wants) framing.Framer {
	essence := framing.Essence(from.ContentType)
	s := &sniffer{from: from, events: events, essence: essence, html: isMarkupType(essence)}
	if s.json = f == framing.SSE && isJSON(essence); f == framing.Auto {
		return s
	}
	if !isText(f) && !f.IsBytes() && f != framing.JSONSeq { // whose records begin with what is no text
		s.kind = kindOf(essence)
	}
	if s.named = f; s.html || s.json || s.kind != "" {
		return s
	}
	return framerOf(f, from, events)
}

// wants are what an event stream's parser has to tell besides its events.
type wants struct {
	marks func(eventType []byte) bool // whether an event of a type says something without data; nil for none
	ids   bool                        // which events have an id of their own
}

func framerOf(f framing.Format, from framing.Source, events wants) framing.Framer {
	if framer, ok := framing.New(f, from); ok {
		return framer
	}
	return &sse.Parser{Marks: events.marks, NotesIDs: events.ids}
}

// A sniffer waits for the bytes that show the format, then steps aside.
type sniffer struct {
	framer  framing.Framer
	from    framing.Source
	events  wants
	named   framing.Format // by the page; empty if it is to be found
	essence string         // of the content type
	html    bool           // which is that of a web page, or of XML
	json    bool           // or of JSON, and an event stream was asked for
	kind    string         // or of what is no text, where records were asked for
	last    byte           // the last white space that was skipped
}

// maxIndentBytes is how much white space is held back before a first line. It belongs to
// that line if the format turns out to be text.
const maxIndentBytes = 1024

// Frame implements [framing.Framer]. Blank lines before the first record are
// keep-alives in every format, and are not held back.
func (s *sniffer) Frame(buf []byte, from int, t *framing.Table) (keep, end int) {
	switch {
	case s.framer != nil:
		return s.framer.Frame(buf, from, t)
	case s.named != "":
		return s.glance(buf, t)
	}
	line, start := s.skipBlank(buf, t)
	f, ok := framing.SniffUnmarked(buf[line:])
	if !ok {
		return line, len(buf)
	}
	if f == framing.TextLines {
		kind, ok := unreadable(buf[start:], false)
		switch {
		case s.html && buf[start] == '<', ok && isMarkup(buf[start:]):
			return s.settle(s.markup(buf[start:]), buf, start, t)
		case !ok:
			return line, len(buf)
		case kind != "":
			return s.settle(&explanation{kind: kind}, buf, start, t)
		}
		start = line
	}
	return s.settle(framerOf(f, s.from, s.events), buf, start, t)
}

// glance takes the first byte that is not blank: a body of another type is what the page has
// named, or it is what its type says.
func (s *sniffer) glance(buf []byte, t *framing.Table) (keep, end int) {
	text := bytes.TrimLeft(buf, " \t\r\n")
	start := len(buf) - len(text)
	switch {
	case len(text) == 0 && start < maxIndentBytes, s.html && isAnything(s.named) && begins(text, doctype) && len(text) < len(doctype):
		return 0, len(buf)
	case len(text) > 0 && s.isPage(text):
		return s.settle(s.markup(text), buf, start, t)
	case len(text) > 0 && s.json && (text[0] == '{' || text[0] == '['):
		return s.settle(s.otherType(), buf, start, t)
	case s.kind != "":
		switch kind, ok := unreadable(text, false); {
		case !ok:
			return 0, len(buf)
		case kind != "":
			return s.settle(&explanation{kind: s.kind}, buf, 0, t)
		}
	}
	return s.settle(framerOf(s.named, s.from, s.events), buf, 0, t)
}

const doctype = "<!doctype"

// isPage reports whether a text begins a web page. Lines may be those of a piece of one.
func (s *sniffer) isPage(text []byte) bool {
	return s.html && text[0] == '<' && (!isAnything(s.named) || begins(text, doctype) || begins(text, "<html"))
}

// isMarkupType reports whether a content type is that of a web page or of XML.
func isMarkupType(essence string) bool {
	return essence == "text/html" || strings.HasSuffix(essence, "xml")
}

// isMarkup reports whether a text is a web page or XML, whatever its type.
func isMarkup(text []byte) bool {
	return slices.ContainsFunc([]string{doctype, "<html", "<?xml"}, func(word string) bool { return len(text) >= len(word) && begins(text, word) })
}

// otherType is what is said of JSON where an event stream was asked for.
func (s *sniffer) otherType() *explanation {
	reads := framing.FormatOf(s.essence)
	if reads == framing.Auto {
		reads = framing.JSONText
	}
	return &explanation{instead: "the type " + s.essence + " instead of an event stream, which format '" + string(reads) + "' reads,"}
}

// markup is what is said of a body that is a web page or XML.
func (s *sniffer) markup(text []byte) *explanation {
	if s.html && strings.Contains(s.essence, "html") || !s.html && text[1] != '?' {
		return &explanation{instead: "a web page instead of a feed" + askURL}
	}
	return &explanation{instead: "XML instead of a feed, which format 'lines' reads,"}
}

// isAnything reports whether a format may begin with a "<".
func isAnything(f framing.Format) bool { return isText(f) || f.IsBytes() }

// isText reports whether a format takes whatever comes.
func isText(f framing.Format) bool { return f == framing.TextLines || f == framing.Text }

// begins reports whether a text begins with a word, as far as it goes, in whatever case.
func begins(text []byte, word string) bool {
	for i := range min(len(text), len(word)) {
		if c := text[i]; c != word[i] && c|0x20 != word[i] {
			return false
		}
	}
	return true
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
		f := s.named
		if f == "" {
			f = framing.TextLines
		}
		if s.named == "" && len(bytes.TrimLeft(buf[keep:], " \t")) == 0 {
			return
		}
		framer := framerOf(f, s.from, s.events)
		if kind, _ := unreadable(buf[keep:], true); kind != "" && (s.named == "" || s.kind != "") {
			framer = &explanation{kind: cmp.Or(s.kind, kind)}
		} else if text := bytes.TrimLeft(buf[keep:], white); s.named == "" && isMarkup(text) {
			framer = s.markup(text)
		}
		begin, end := s.settle(framer, buf, keep, t)
		buf, keep = buf[:end], begin
	}
	s.framer.End(buf, keep, clean, t)
}

// instead reports whether the body turned out to be something else than a feed, and returns
// it as the explanation of a refusal.
func (s *sniffer) instead() (body *explanation, ok bool) {
	body, ok = s.framer.(*explanation)
	return body, ok
}

// found is the framer that reads a body, behind a sniffer if there is one. Inlined at its
// calls it would cost the engine 500 bytes gzip.
//
//go:noinline
func found(f framing.Framer) framing.Framer {
	if s, ok := f.(*sniffer); ok {
		return s.framer
	}
	return f
}
