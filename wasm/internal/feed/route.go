package feed

import (
	"strings"
	"time"
)

// A route is what is known of the way on which the cursor goes back.
type route struct {
	bare     bool // without its header, since CORS seems to refuse that
	proven   bool // a request that carried the header got a response
	refusals int  // how often a request got through without the header after one with it had not
	spent    bool // the cursor that the page's own URL held has expired
	// held is the response to a request without the header and without a cursor, which is
	// set aside while the header is put to the test.
	held *Head
	to   string // where the last request went
	// What the page's functions said about it.
	url, cursor string
}

// settled is how many refusals make certain that it was CORS. A server that is just starting
// may look like one.
const settled = 2

// crosses reports whether CORS has a say in the last request: by where it went, or by where
// the server led the first one.
func (m *Machine) crosses() bool {
	return m.config.Origin != "" && (m.foreign(m.route.to) || m.foreign(m.first.base))
}

// foreign reports whether a URL, if it is no relative one, is of another origin than the page's.
func (m *Machine) foreign(url string) bool {
	return strings.Contains(url, "//") && !isWithin(url, m.config.Origin)
}

// isWithin reports whether a URL is of an origin.
func isWithin(url, origin string) bool {
	rest, ok := strings.CutPrefix(url, origin)
	return ok && (rest == "" || strings.IndexByte("/?#", rest[0]) >= 0)
}

// suspect sets a response aside that came without the header, and sends the header once
// more: had it been the network that failed, to go on without a cursor would lose records.
func (m *Machine) suspect(h Head, now time.Duration) []Action {
	m.route.held, m.route.bare = &h, false
	m.attempt++
	request := m.request(m.route.url, m.route.cursor)
	request.Beside = true
	return append([]Action{{Kind: Park}}, m.send(Action{Kind: Dial, Attempt: m.attempt, Request: request}, now)...)
}

// suspects reports whether a response is to be set aside.
func (m *Machine) suspects() bool {
	return m.route.bare && m.route.refusals == 0 && m.config.Resume.Query == "" && m.sends()
}

// convict takes the failure of the header's second chance, and goes on with the response that
// was set aside.
func (m *Machine) convict(now time.Duration) []Action {
	h := *m.route.held
	m.route.held, m.route.bare, m.route.refusals = nil, true, settled-1
	m.attempt++
	return append([]Action{{Kind: Unpark, Text: WhyResume}}, m.accept(h, now)...)
}

// doubt takes a request that got no response. If it carried the cursor in a header, CORS
// may have refused the page that header: fetch does not tell a script which it was. The
// same request without the header is tried at once, and if it fares no better it was the
// network.
func (m *Machine) doubt(e *ending) {
	if r := m.config.Resume; !m.sends() || m.route.proven || m.route.refusals >= settled ||
		r.Body != "" || r.Bare || r.Query != "" && r.Header == "" || !m.crosses() {
		return
	}
	m.route.bare = !m.route.bare
	if m.route.bare {
		e.fixWait(0)
	}
}

// prove takes a response: what is known now of the way on which the cursor went. A refusal
// is put to the test once more by the next request.
func (m *Machine) prove() []Action {
	r := &m.route
	if !m.sends() || r.proven || r.refusals >= settled {
		return nil
	}
	if !r.bare {
		r.proven = true
		return nil
	}
	r.refusals++
	r.bare = r.refusals >= settled
	if r.bare && m.config.Resume.Query != "" {
		return nil // the page has been told
	}
	what, instead := m.config.Resume, "the feed goes on without it"
	if what.Query != "" {
		instead = "the parameter " + what.Query + " is used instead"
	}
	return []Action{m.warning("cors", "the header "+what.header()+" was refused, most likely by CORS; "+instead)}
}
