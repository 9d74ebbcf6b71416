package feed

import (
	"strconv"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// excerptTime is how long a refused response may take to send the first bytes of
// its explanation; after that the failure is reported with what has come.
const excerptTime = time.Second

const (
	http202 = 202 // Accepted: to be seen to later, if at all
	http401 = 401 // Unauthorized: the token may have expired
	http403 = 403 // Forbidden: the token is not enough
	http404 = 404 // Not Found
	http410 = 410 // Gone: if a cursor was sent, it is the cursor that is gone
)

// An explanation is the framer of a refused response: it finds no records, and keeps what
// a failure shows of the body.
type explanation struct {
	text    []byte
	instead string // what the body of a response is that was accepted as a feed
	kind    string // of what is no text
}

// Frame implements [framing.Framer].
func (e *explanation) Frame(buf []byte, _ int, _ *framing.Table) (keep, end int) {
	e.text = append(e.text, buf[:min(len(buf), maxExcerptBytes-len(e.text))]...)
	return len(buf), len(buf)
}

// End implements [framing.Framer].
func (e *explanation) End([]byte, int, bool, *framing.Table) {}

func (e *explanation) full() bool { return len(e.text) >= maxExcerptBytes }

// refuse ends an attempt as soon as its body has explained why.
func (m *Machine) refuse(e *ending, body *explanation) {
	e.explanation = body
	m.phase, m.ending = explaining, e
}

// refuseBody takes a body that came as if it were a feed: a web page from a proxy that wants
// a login, or JSON where an event stream was asked for. It may pass, like a status that says
// so, but for what is no text.
func (m *Machine) refuseBody(body *explanation, now time.Duration) []Action {
	e := &ending{
		failure: &Failure{Type: FailContentType, Status: m.connection.status}, class: retry.HTTP, retry: true, stillOpen: true,
		what: "the server answered " + strconv.Itoa(m.connection.status) + " with " + body.instead,
	}
	if body.kind != "" {
		e = m.config.noText(m.connection.status, m.body.framer.(*sniffer).essence, body.kind)
	}
	m.refuse(e, body)
	if body.full() {
		return m.explain(now)
	}
	return []Action{{Kind: Arm, After: excerptTime}}
}

// listen takes more of an explanation.
func (m *Machine) listen(now time.Duration) []Action {
	if m.ending.explanation.full() {
		return m.explain(now)
	}
	return nil
}

// explain ends an attempt that was refused, with what has come of the explanation.
func (m *Machine) explain(now time.Duration) []Action {
	e := m.ending
	f := e.failure
	f.Body = excerpt(e.explanation.text)
	if kind, _ := unreadable(e.explanation.text, true); kind != "" {
		if !e.silent {
			e.what += " and sent bytes that are no text (" + kind + ")"
		}
	} else if f.Body != "" && !e.silent {
		e.what += " and said " + said(f.Body)
		f.Code = saidCode(f.Body)
	}
	switch {
	case f.Status == http401 && m.renews() && !m.retries.refreshed:
		m.retries.refreshed = true
		e.retry = true
		e.fixWait(0)
	case f.Status == http410 && !m.config.Resume.Off:
		return m.expired(e, now)
	}
	return m.end(e, now)
}
