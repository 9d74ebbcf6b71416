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
	Off    bool   // it does not
	Header string // a header of another name
	Query  string // a query parameter: instead of a header, or where CORS refuses it
	Body   string // a member of the request's body, JSON or form
}

// maxCursorBytes bounds a cursor: servers refuse longer headers and URLs.
const maxCursorBytes = 4096

// cursor is a record's own cursor: the first of the configured members that it has.
// One that could not go into a header or a query is not taken: a line end in it would
// even end the header.
func (m *Machine) cursor(row framing.Row) []byte {
	for _, pointer := range m.config.ID {
		if id := m.member(pointer, row); len(id) > 0 && len(id) <= maxCursorBytes && !bytes.ContainsAny(id, "\x00\r\n") {
			return id
		}
	}
	return nil
}

// member is a member of a record as text; nil where there is none. It is good until
// the next call.
func (m *Machine) member(p jsonptr.Pointer, row framing.Row) []byte {
	raw, ok := p.Find(m.record(row))
	if !ok {
		return nil
	}
	text := &m.sifter.text
	if *text, ok = jsonptr.AppendText((*text)[:0], raw); !ok {
		return nil
	}
	return *text
}

// wellFormed is s with U+FFFD for what is not UTF-8, as the page sees it (WHATWG Encoding,
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
	case r.Query != "" && (r.Header == "" || m.route.byQuery):
		a.URL = withQuery(a.URL, r.Query, id)
	default:
		a.Header, a.Cursor = r.Header, id
		if a.Header == "" {
			a.Header = "Last-Event-ID"
		}
	}
	return a
}

// A route is what is known of the way on which the cursor goes back, where there are two.
type route struct {
	byQuery bool // by the query, since CORS seems to refuse the header
	proven  bool // a request that carried a cursor got a response
}

// doubt takes a request that got no response. If it carried the cursor in a header, CORS
// may have refused the page that header: fetch does not tell a script which it was. Where
// the cursor can go by the query as well, that is tried at once, and if it fares no better
// it was the network.
func (m *Machine) doubt(e *ending) {
	r := m.config.Resume
	if r.Header == "" || r.Query == "" || m.LastEventID() == "" || m.route.proven {
		return
	}
	m.route.byQuery = !m.route.byQuery
	if m.route.byQuery {
		e.fixWait(0)
	}
}

// prove takes a response: if the cursor was sent, the way on which it went is kept.
func (m *Machine) prove() []Action {
	if m.route.proven || m.LastEventID() == "" {
		return nil
	}
	m.route.proven = true
	if !m.route.byQuery {
		return nil
	}
	r := m.config.Resume
	return []Action{m.warning("cors", "the header "+r.Header+" was refused, most likely by CORS; the parameter "+r.Query+" is used instead")}
}
