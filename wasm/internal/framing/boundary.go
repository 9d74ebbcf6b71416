package framing

import (
	"bytes"
	"strings"
)

// graphQLBoundary is that of a response that names none (GraphQL over HTTP, "Incremental delivery
// over HTTP").
const graphQLBoundary = "-"

// Boundary is the boundary that a Content-Type of multipart/* names (RFC 2046 section 5.1.1), or
// that of GraphQL's incremental delivery if it names none.
func Boundary(contentType string) string {
	_, rest, _ := strings.Cut(contentType, ";")
	for rest != "" {
		var name, value string
		name, rest, _ = strings.Cut(rest, "=")
		name = name[strings.LastIndexByte(name, ';')+1:] // what has no value is passed over
		value, rest = cutParameter(rest)
		if strings.ToLower(strings.TrimSpace(name)) == "boundary" && value != "" {
			return value
		}
	}
	return graphQLBoundary
}

// cutParameter cuts a list of parameters behind the value that it begins with. Many boundaries
// should be quoted and are not: one ends at a semicolon, whatever it holds.
func cutParameter(list string) (value, rest string) {
	list = strings.TrimLeft(list, " \t")
	if !strings.HasPrefix(list, `"`) {
		value, rest, _ = strings.Cut(list, ";")
		return strings.TrimSpace(value), rest
	}
	var b strings.Builder
	for i := 1; i < len(list); i++ {
		switch c := list[i]; {
		case c == '"':
			_, rest, _ = strings.Cut(list[i:], ";")
			return strings.TrimRight(b.String(), " "), rest
		case c == '\\' && i+1 < len(list):
			i++
		}
		b.WriteByte(list[i])
	}
	return b.String(), ""
}

// A mark is what parts a multipart body: a line end, two hyphens and the boundary. What follows on
// the line is of no account: "it is sufficient that the boundary appear in its entirety following
// the CRLF" (RFC 2046 section 5.1.1). So nobody waits for the end of a line that a server sends
// with its next part.
type mark struct {
	text []byte // LF, hyphens and boundary; a CR before them belongs to them as well
	seen int    // how many bytes of the text the last bytes of the body are
	at   int    // where they begin
}

// newMark marks a line that begins with text. Where a body begins a line does.
func newMark(text string) mark { return mark{text: []byte("\n" + text), seen: 1} }

// find looks for the mark in buf[i:stop], where its end may be alone. next is behind what it
// looked at. A CR before buf[floor] belongs to something else.
func (m *mark) find(buf []byte, i, stop, floor int) (next int, found bool) {
	for i < stop {
		switch {
		case m.seen == 0:
			j := bytes.IndexByte(buf[i:stop], '\n')
			if j < 0 {
				return stop, false
			}
			i += j
			if m.at = i; i > floor && buf[i-1] == '\r' {
				m.at--
			}
			m.seen = 1
			i++
		case buf[i] == m.text[m.seen]:
			i++
			if m.seen++; m.seen == len(m.text) {
				m.seen = 0
				return i, true
			}
		default:
			m.seen = 0
		}
	}
	return i, false
}

// certain is how far buf[:stop], which find looked at, is no mark for certain.
func (m *mark) certain(buf []byte, stop int) int {
	switch {
	case m.seen > 0:
		return m.at
	case buf[stop-1] == '\r':
		return stop - 1
	}
	return stop
}
