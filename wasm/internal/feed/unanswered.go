package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// A Why is why a request has no response, as far as its page can know.
type Why int

// What is known. A browser tells a script of the last alone that there is none.
const (
	Unmade   Why = iota // the page's own function threw, or gave what is no response
	Unknown             // nothing but the cause is known: unreachable, or refused by CORS
	Invalid             // fetch makes no such request
	Scheme              // fetch knows no such scheme
	Policy              // the page's Content Security Policy forbids it
	Insecure            // a page that came by https may not read by http
)

// Unanswered takes the end of a request that got no response.
func (m *Machine) Unanswered(attempt int, now time.Duration, why Why, cause string) []Action {
	switch why {
	case Unmade:
		return m.Unaskable(attempt, now, cause)
	case Invalid, Scheme, Policy, Insecure:
		return m.forbidden(attempt, now, m.reason(why, cause))
	}
	return m.Unreachable(attempt, now, cause)
}

// Unreachable takes the failure of a request of which nothing is known but that it failed.
func (m *Machine) Unreachable(attempt int, now time.Duration, cause string) []Action {
	if !m.Current(attempt) {
		return nil
	}
	if m.route.held != nil {
		return m.convict(now)
	}
	e := &ending{
		failure: &Failure{Type: FailNetwork}, class: retry.Network, retry: true,
		what: "no response (" + veiled(cause) + ")",
	}
	switch {
	case m.config.WebSocket:
		e.what = "no connection (" + veiled(cause) + "): the server is unreachable, or refused the handshake"
	case m.config.Origin != "": // elsewhere the cause says what it was
		e.what += ": the server is unreachable, or refused this page by CORS; the browser's console says which"
	}
	if m.fill == nil {
		m.doubt(e)
	}
	if m.connection.back && !m.config.Strict {
		e.fixWait(0) // it may have failed ahead of that, and is told late
	}
	return m.end(e, now)
}

// Unaskable takes the failure to make a request: the page's own function threw.
func (m *Machine) Unaskable(attempt int, now time.Duration, cause string) []Action {
	if !m.Current(attempt) {
		return nil
	}
	e := &ending{failure: &Failure{Type: FailRequest}, class: retry.End, retry: true, what: "the request could not be made"}
	if m.phase == reading {
		e.what, e.stillOpen = "the page could not give what it has to say", true
	}
	e.what += " (" + veiled(cause) + ")"
	return m.end(e, now)
}

// forbidden ends a feed whose request never gets out of the page, however often it is made.
// A page of records that cannot be asked for is missing, and costs the stream nothing.
func (m *Machine) forbidden(attempt int, now time.Duration, what string) []Action {
	switch {
	case !m.Current(attempt):
		return nil
	case m.fill != nil:
		return append([]Action{m.gap(GapBackfill, m.fill.from, what+" when asked for what is missing")}, m.replay(now)...)
	}
	return m.end(&ending{failure: &Failure{Type: FailRequest}, what: what}, now)
}

// reason says why a request is never sent, and what to do about it.
func (m *Machine) reason(why Why, cause string) string {
	switch why {
	case Scheme:
		if cause == "ws:" || cause == "wss:" {
			return "a URL with " + cause + " that a function gives needs transport: 'websocket'"
		}
		return "fetch knows no scheme " + plain(cause) + "; a feed has a URL with https: or http:"
	case Policy:
		return "the page's Content Security Policy forbids the request; its connect-src needs " + plain(veiled(cause))
	case Insecure:
		if m.config.WebSocket {
			return "a page that came by https: may not read by ws:, which is mixed content; the feed needs wss: too"
		}
		return "a page that came by https: may not read by http:, which is mixed content; the feed needs https: too"
	}
	return "the request cannot be made (" + veiled(cause) + ")"
}
