package feed

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// Resume is how a cursor goes back to the server. The zero value is the header
// Last-Event-ID, as the EventSource standard has it.
type Resume struct {
	Off    bool
	Header string // a header of another name
	Query  string // a query parameter: instead of a header, or where CORS refuses it
	Body   string // a member of the request's body, JSON or form
}

// longestID bounds a cursor: servers refuse longer headers and URLs.
const longestID = 4096

// cursor is a record's own cursor: the first of the configured members that it has.
// One that could not go into a header or a query is not taken: a line end in it would
// even end the header.
func (m *Machine) cursor(row framing.Row) []byte {
	for _, pointer := range m.config.ID {
		if id := m.member(pointer, row); len(id) > 0 && len(id) <= longestID && !bytes.ContainsAny(id, "\x00\r\n") {
			return id
		}
	}
	return nil
}

// member is a member of a record as text; nil where there is none. It is good until
// the next call.
func (m *Machine) member(p jsonptr.Pointer, row framing.Row) []byte {
	raw, ok := p.Find(m.stream.Buffer()[row.Off : row.Off+row.Len])
	if !ok {
		return nil
	}
	m.text, ok = jsonptr.AppendText(m.text[:0], raw)
	if !ok {
		return nil
	}
	return m.text
}

// wellFormed is s with U+FFFD for what is no UTF-8, as the page sees it (WHATWG Encoding,
// "UTF-8 decode": one for each longest beginning of a character). A server that decodes
// laxly would read C0 8A as a line end.
func wellFormed(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		for r == utf8.RuneError && n < len(s) && !utf8.FullRuneInString(s[:n+1]) {
			n++
		}
		b.WriteRune(r)
		s = s[n:]
	}
	return b.String()
}

// request is the Dial of the present attempt, with the cursor where it belongs.
func (m *Machine) request() Action {
	a := Action{Kind: Dial, Attempt: m.attempt, URL: m.config.URL}
	id := m.LastEventID()
	if m.config.Resume.Off || id == "" {
		return a
	}
	r := m.config.Resume
	switch {
	case r.Body != "":
		a.Member, a.Cursor = r.Body, id
	case r.Query != "" && (r.Header == "" || m.queried):
		a.URL = withQuery(a.URL, r.Query, id)
	default:
		a.Header, a.Cursor = r.Header, id
		if a.Header == "" {
			a.Header = "Last-Event-ID"
		}
	}
	return a
}

// doubt takes a request that got no response. If it carried the cursor in a header, CORS
// may have refused the page that header: fetch tells a script no more. Where the
// cursor can go by the query as well, that is tried at once, and if it fares no better
// it was the network.
func (m *Machine) doubt(e *ending) {
	r := m.config.Resume
	if r.Header == "" || r.Query == "" || m.LastEventID() == "" || m.proven {
		return
	}
	m.queried = !m.queried
	if m.queried {
		e.asked, e.after = true, 0
	}
}

// prove takes a response: if the cursor was sent, the way that it went is kept.
func (m *Machine) prove() []Action {
	if m.proven || m.LastEventID() == "" {
		return nil
	}
	m.proven = true
	if !m.queried {
		return nil
	}
	r := m.config.Resume
	return []Action{m.warning("cors", "the header "+r.Header+" was refused, most likely by CORS; the parameter "+r.Query+" is used instead")}
}
