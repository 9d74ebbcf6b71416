package feed

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// Resume is how a feed goes on where it stopped. The zero value sends the same request
// with the cursor in the header Last-Event-ID, as the EventSource standard has it.
type Resume struct {
	Off    bool   // the cursor does not go back
	Page   bool   // the page's own headers or URL carry it
	Header string // a header of another name
	Query  string // a query parameter: instead of a header, or where CORS refuses it
	Body   string // JSON pointer to a member of the request's body, or to a form's field
	Bare   bool   // in no header, not even the standard's
	Own    bool   // the parameter Query of the page's URL holds a cursor, which may expire

	URL     string // where to go on, if elsewhere: a template with {from}, {id} and {count}
	AsksURL bool   // the page has a function for that
	Method  string // of the request that goes on; empty is GET elsewhere, else the feed's own
	From    From
	Counts  bool   // the number of records so far is the cursor
	Skips   bool   // the server begins anew; what came is skipped
	As      string // what the server takes for a cursor: a template with {id}, or {id+1}
	AsksAs  bool   // the page has a function for that
}

// From is what to remember of a feed's first answer: the address at which it goes on, or a
// part of that.
type From struct {
	Header string  // the value of a header
	Record *Member // a member of the first record that has it
}

// formed reports whether the page's URL holds a cursor in the form that the server takes, which
// is another than that of its records.
func (c Config) formed() bool {
	r := c.Resume
	return r.Own && (r.As != "" || r.AsksAs) && c.LastEventID == queryValue(c.URL, r.Query)
}

// wanted reports whether there is anything to remember.
func (f From) wanted() bool { return f.Header != "" || f.Record != nil }

// elsewhere reports whether a feed goes on by another request than its first.
func (r Resume) elsewhere() bool { return !r.Off && (r.URL != "" || r.AsksURL || r.Method != "") }

// places reports whether the address says already where to go on.
func (r Resume) places() bool {
	return r.AsksURL || strings.Contains(r.URL, "{id}") || strings.Contains(r.URL, "{count}")
}

// named reports whether the page named a place for the cursor.
func (r Resume) named() bool { return r.Header != "" || r.Query != "" || r.Body != "" }

// A first is what is remembered of the first answer, for the requests that go on with it.
type first struct {
	from   string // what Resume.From found
	dots   bool   // that was no more than the dots of a path, and was not taken
	base   string // where it came from: what an address in it is relative to
	goesOn bool   // the request under way goes on with it
}

// begin takes the head of an answer. Another one begins anew, even if it is to the request
// that goes on.
func (m *Machine) begin(h Head) (actions []Action) {
	if !m.prefix.skipping {
		m.history.lost = loss{m.LastEventID(), m.history.heard}
	}
	m.prefix.begin()
	m.history.whole = m.history.whole && m.continues()
	if m.first.goesOn {
		return nil
	}
	m.first = first{base: h.URL}
	m.name(h.From)
	switch header := m.config.Resume.From.Header; {
	case m.first.dots:
		return []Action{m.nameless()}
	case h.From != "":
		return []Action{m.remember()}
	case header != "":
		return []Action{m.warning("resume", "the answer has no header "+header+
			", or its server does not expose it to this page (Access-Control-Expose-Headers); it cannot be gone on with")}
	}
	return nil
}

// continues reports whether the present request asks for the rest of an answer, and not for
// another one.
func (m *Machine) continues() bool {
	r := m.config.Resume
	return !r.Skips && (r.Page || m.first.goesOn || m.sends() && !(m.route.bare && r.Query == ""))
}

func (m *Machine) remember() Action { return Action{Kind: Remember, Text: m.first.from} }

// recognize looks into a record for what is to be remembered of the first answer.
func (m *Machine) recognize(row framing.Row) {
	if r := m.config.Resume.From.Record; r != nil && m.first.from == "" {
		if from := m.member(*r, row); len(from) <= maxCursorBytes && !bytes.ContainsAny(from, "\x00\r\n") {
			m.name(string(from))
		}
	}
}

// name takes what names the first answer, unless it would lead out of its place in a path.
func (m *Machine) name(from string) {
	r := m.config.Resume
	if m.first.dots = m.first.dots || !strings.HasPrefix(r.URL, "{from}") && r.leaves("{from}", from); !m.first.dots {
		m.first.from = from
	}
}

func (m *Machine) nameless() Action {
	return m.warning("resume", "the answer's name is dots, which would lead to another path than resume.url says; it cannot be gone on with")
}

// leaves reports whether a value is a segment of the address that URL parsers take for a way up,
// however it is escaped (WHATWG URL, "double-dot URL path segment").
func (r Resume) leaves(name, value string) bool {
	path, _, _ := strings.Cut(r.URL, "?")
	return (value == "." || value == "..") && strings.Contains("/"+path+"/", "/"+name+"/")
}

// resuming reports whether the next request is the one that goes on elsewhere: there is an
// answer to go on with, and what names it is known.
func (m *Machine) resuming() bool {
	r, id := m.config.Resume, m.LastEventID()
	switch {
	case !r.elsewhere(), r.From.wanted() && m.first.from == "", strings.Contains(r.URL, "{id}") && id == "", r.leaves("{id}", m.as(id)):
		return false
	case id != "", r.From.wanted():
		return true
	}
	return m.history.connected && (r.AsksURL || r.Skips)
}

// method is that of the next request.
func (m *Machine) method() string {
	r := m.config.Resume
	switch {
	case !m.resuming():
		return m.config.Method
	case r.Method != "":
		return r.Method
	case r.URL != "" || r.AsksURL:
		return "GET"
	}
	return m.config.Method
}

// repeatable reports whether there may be a next request: its method is safe (RFC 9110
// section 9.2.1), and it goes over a network. A blob: or data: URL always gives the same
// answer, which the standard has asked for all the same, and other schemes are not feeds at all.
func (m *Machine) repeatable() bool {
	method, url := m.method(), m.config.URL
	safe := method == "GET" || method == "HEAD" || m.config.AnyMethod
	scheme, _, _ := strings.Cut(url, ":")
	switch scheme {
	case "http", "https", "ws", "wss", "":
		return safe
	case "data", "blob":
		return m.config.Strict
	}
	return false
}

// asksAgain reports whether the feed goes on with another request when a body ends.
func (m *Machine) asksAgain() bool { return !m.config.Once && m.repeatable() }

// asksPage reports whether the next request needs an answer of the page's functions.
func (m *Machine) asksPage() bool {
	return m.asksURL() || m.asksAs()
}

// asked names the functions of the page whose answers the next request needs.
func (m *Machine) asked() string {
	name := "url"
	switch {
	case !m.asksURL():
		return "resume.as"
	case m.resuming() && m.config.Resume.AsksURL:
		name = "resume.url"
	}
	if m.asksAs() {
		name += " or resume.as"
	}
	return name
}

// asksAs reports whether a function of the page says what the server takes for the cursor.
func (m *Machine) asksAs() bool { return m.config.Resume.AsksAs && m.sends() && !m.history.own }

// asksURL reports whether a function of the page gives the address of the next request.
func (m *Machine) asksURL() bool {
	r := m.config.Resume
	return m.resuming() && r.AsksURL || m.config.AsksURL && !(m.resuming() && r.URL != "")
}

// renews reports whether the next request may have other credentials than the last: a function
// of the page gives its headers, or its address.
func (m *Machine) renews() bool { return m.config.FreshHeaders || m.asksURL() }

// sends reports whether a cursor goes with the next request.
func (m *Machine) sends() bool {
	r := m.config.Resume
	return !r.Off && !r.Page && !r.Skips && m.LastEventID() != ""
}

// inquiry is the next request as far as the page's functions are told of it.
func (m *Machine) inquiry() *Request {
	return &Request{
		URL: m.config.URL, LastEventID: m.LastEventID(), Remembered: m.first.from, Count: m.history.count, Resuming: m.resuming(),
	}
}

// request is that of the present attempt, with the cursor where it belongs. What the page's
// functions answered comes before what the options say.
func (m *Machine) request(url, cursor string) *Request {
	r, a := m.config.Resume, m.inquiry()
	m.route.url, m.route.cursor = url, cursor
	if cursor == "" {
		cursor = m.as(a.LastEventID)
	}
	if m.first.goesOn = a.Resuming; a.Resuming {
		a.Method, a.Base = m.method(), m.first.base
		if r.URL != "" {
			a.URL = m.expand(r.URL, cursor)
			a.Foreign = strings.HasPrefix(r.URL, "{from}")
		}
	}
	if url != "" {
		a.URL, a.Foreign = url, false
	}
	if m.route.spent {
		a.URL = withoutQuery(a.URL, r.Query)
	}
	if m.sends() && !(a.Method != "" && r.places() && !r.named()) {
		m.place(a, cursor)
	}
	m.route.to = a.URL
	return a
}

// as is what the server takes for a cursor.
func (m *Machine) as(id string) string {
	template := m.config.Resume.As
	if template == "" || id == "" || m.history.own {
		return id
	}
	next := id
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		next = strconv.FormatInt(n+1, 10)
	}
	before, after, ok := strings.Cut(template, "{id+1}")
	if !ok {
		next = id
		before, after, _ = strings.Cut(template, "{id}")
	}
	return before + next + after
}

// place puts the cursor into a request.
func (m *Machine) place(a *Request, cursor string) {
	r := m.config.Resume
	switch {
	case r.Query != "" && queryValue(a.URL, r.Query) == cursor: // the page put it there
	case r.Body != "":
		a.Member, a.Cursor = r.Body, cursor
	case r.Query != "" && (r.Header == "" || m.route.bare):
		a.URL = withQuery(a.URL, r.Query, cursor)
	case !m.route.bare && !r.Bare:
		a.Header, a.Cursor = r.header(), cursor
		a.URL = withoutQuery(a.URL, r.Query)
	}
}

// header is the one that takes the cursor.
func (r Resume) header() string {
	if r.Header == "" {
		return "Last-Event-ID"
	}
	return r.Header
}

// expand fills in a template. What it begins with may be a whole address, such as that of
// the header Location; elsewhere everything is escaped.
func (m *Machine) expand(template, cursor string) string {
	var b strings.Builder
	for template != "" {
		text, rest, _ := strings.Cut(template, "{")
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(text)
		switch template = after; name {
		case "from":
			if b.Len() == 0 {
				b.WriteString(m.first.from)
			} else {
				b.WriteString(escape(WellFormed(m.first.from)))
			}
		case "id":
			b.WriteString(escape(WellFormed(cursor)))
		case "count":
			b.WriteString(strconv.Itoa(m.history.count))
		}
	}
	return b.String()
}
