package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// dial begins the next attempt.
func (m *Machine) dial(now time.Duration) []Action {
	m.attempt++
	if !m.asksPage() {
		return m.send(Action{Kind: Dial, Attempt: m.attempt, Request: m.request("", "")}, now)
	}
	m.connection.asks = m.asked()
	return m.send(Action{Kind: AskAddress, Attempt: m.attempt, Request: m.inquiry()}, now)
}

// Addressed takes what the page's functions answered: an address, and what the server takes
// for the cursor; empty where it has no function for that.
func (m *Machine) Addressed(attempt int, now time.Duration, url, cursor string) []Action {
	if !m.Current(attempt) {
		return nil
	}
	m.connection.asks = ""
	if url != "" && !m.resuming() {
		m.config.URL = url
	}
	return m.send(Action{Kind: Dial, Attempt: m.attempt, Request: m.request(url, cursor)}, now)
}

// send sends a request, and watches for its response from here on.
func (m *Machine) send(request Action, now time.Duration) []Action {
	m.phase = dialling
	if m.live != nil {
		m.live.Dial(now)
	}
	return append([]Action{request}, m.check(now)...)
}

// Response takes the head of the response to an attempt.
func (m *Machine) Response(attempt int, now time.Duration, h Head) []Action {
	if !m.Current(attempt) {
		return nil
	}
	m.connection.status = h.Status
	if m.fill != nil {
		return m.backfillResponse(h, now)
	}
	switch e := m.config.judge(h); {
	case e != nil && (h.Opaque || m.config.Strict): // whose page hears nothing of a body
		return m.end(e, now)
	case e != nil:
		m.refuse(e, &explanation{})
		m.body.begin(e.explanation)
		return []Action{{Kind: Read, Attempt: attempt}, {Kind: Arm, After: excerptTime}}
	}
	if m.config.Strict && h.URL != "" {
		m.config.URL = h.URL // "request's current URL", where redirects led (whatwg/html#503)
	}
	switch {
	case m.route.held != nil:
		m.route.held = nil
		return append([]Action{{Kind: Discard, Text: WhyResume}}, m.accept(h, now)...)
	case m.suspects():
		return m.suspect(h, now)
	}
	actions := m.accept(h, now)
	if h.GRPCStatus != "" && m.phase == reading && m.body.format == framing.EnvelopeFmt {
		return append(actions, m.obeyVerdict(framing.VerdictOfHeaders(h.GRPCStatus, h.GRPCMessage), now)...)
	}
	return actions
}

// source is what is known of a body ahead of its bytes.
func (m *Machine) source(contentType string) framing.Source {
	stamps := queryValue(m.route.to, "timestamps")
	return framing.Source{
		ContentType: contentType, Layout: m.config.Layout,
		Stamped: stamps != "" && stamps != "0" && stamps != "false", // as Docker reads it (httputils.BoolValue)
	}
}

// read reads the body of the response, in the format that the page named or that is found.
func (m *Machine) read(format framing.Format, contentType string, now time.Duration) []Action {
	format = formatBy(format, contentType)
	m.body.begin(newFramer(format, m.source(contentType), m.config.wants()))
	m.body.format, m.body.json = format, m.config.JSON || isJSON(framing.Essence(contentType))
	m.phase = reading
	if m.live != nil {
		m.live.Head(now)
	}
	return append([]Action{{Kind: Read, Attempt: m.attempt}}, m.check(now)...)
}
