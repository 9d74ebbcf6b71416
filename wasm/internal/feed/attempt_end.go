package feed

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// Ended takes the end of the body. cause is empty for a clean end, else what cut it.
func (m *Machine) Ended(attempt int, now time.Duration, cause string) []Action {
	if attempt != m.attempt {
		return nil
	}
	switch m.phase {
	case explaining:
		return m.explain(now)
	case cutting:
		return m.cutOff(now)
	case reading:
		if m.fill != nil {
			return m.backfillEnded(cause, now)
		}
		return m.end(m.bodyEnding(cause), now)
	}
	return nil
}

// Broken takes the end of a body that the page's own fetch gave, and that the page's own code
// broke. It is tried again as after a cut, which such a fetch may have passed on in its own
// words, and told as what it is.
func (m *Machine) Broken(attempt int, now time.Duration, cause string) []Action {
	if attempt != m.attempt || m.phase != reading {
		return m.Ended(attempt, now, cause)
	}
	return m.end(&ending{
		failure: &Failure{Type: FailNetwork}, class: retry.Network, retry: !m.repeats(),
		what: "the page's own code broke the body (" + veiled(cause) + ")",
	}, now)
}

// bodyEnding is the ending of a feed whose body is over.
func (m *Machine) bodyEnding(cause string) *ending {
	e := &ending{failure: &Failure{Type: FailEnd}, class: retry.End, retry: !m.repeats(), what: "the server ended the body"}
	if !m.connection.brought() && cause == "" {
		e.what, e.failure.Body = e.what+m.nothing(), excerpt(m.body.head)
	}
	head := bytes.Trim(m.body.head, white)
	switch {
	case cause == "" && !m.connection.worked && !m.config.Strict && len(head) > 0 && framing.Complete(head):
		e.failure.Type, e.failure.Status, e.class = FailContentType, m.connection.status, retry.HTTP
		e.failure.Code = saidCode(string(head))
		e.what = "the server answered " + strconv.Itoa(m.connection.status) + " with one JSON text instead of the format " +
			string(m.body.format) + ", and said " + said(string(head))
	case cause != "":
		e.failure.Type, e.what, e.class = FailNetwork, "the connection was cut ("+veiled(cause)+")", retry.Network
	case m.connection.status == http202 && len(m.body.head) == 0 && !m.asksAgain():
		return complete("the server accepted the request, and had nothing to say")
	case m.history.whole && !m.marksItsEnd():
		return complete("the answer is complete")
	case m.finite():
		e.failure.Type, e.what = FailIncomplete, "the body ended before it was complete"
		if !m.connection.brought() {
			e.what += m.nothing()
		}
	case m.asksAgain():
	case !m.connection.worked && e.failure.Body != "":
		e.failure.Type = FailIncomplete
	case m.body.torn:
		e.failure.Type, e.what = FailIncomplete, "the body ended within a record"
	default:
		return complete("the server ended the body, and is not asked again")
	}
	return e
}

// nothing says what came instead of records.
func (m *Machine) nothing() string {
	head := strings.Trim(excerpt(m.body.head), white)
	if kind, _ := unreadable(bytes.Trim(m.body.head, white), true); kind != "" {
		return " without a record, and sent bytes that are no text (" + kind + ")"
	}
	if head != "" {
		return " without a record, and said " + said(head)
	}
	return " without a record"
}

// complete is the ending of a feed that has all that it asked for. Inlined at its calls it would cost
// the engine 230 bytes gzip.
//
//go:noinline
func complete(what string) *ending {
	return &ending{failure: &Failure{Type: FailComplete}, stillOpen: true, what: what}
}

// repeats reports whether another request would bring again what was delivered: a body
// that has an end begins anew when it is asked for again.
func (m *Machine) repeats() bool {
	return m.phase.hasBody() && m.finite() && m.connection.delivered && !m.resumes()
}

// finite reports whether the body has an end that it announces. Inlined at its calls it would
// cost the engine 400 bytes gzip.
//
//go:noinline
func (m *Machine) finite() bool {
	return m.marksItsEnd() || m.config.Format == framing.JSONArray || m.config.marksEnd()
}

// marksItsEnd reports whether the format of the body has an end marker. What its records say does
// not end it.
func (m *Machine) marksItsEnd() bool {
	j, ok := found(m.body.framer).(framing.Judge)
	return ok && j.Finite()
}

// resumes reports whether another request would go on where this one ended.
func (m *Machine) resumes() bool {
	r := m.config.Resume
	return len(m.config.Dedupe.Keys) > 0 || r.Page || r.Skips || !r.Off && m.LastEventID() != ""
}

// end ends an attempt: it counts it, works out what to do next, and does that or asks
// the page, which may decide otherwise.
func (m *Machine) end(e *ending, now time.Duration) []Action {
	if m.prefix.skipping && e.failure.Type == FailComplete {
		return m.isShorter(e, now)
	}
	e.where = m.Place()
	life := now - m.connection.since
	useful := m.phase.hasBody() &&
		(m.connection.worked && life >= usefulAfter || e.failure.Type == FailEnd && life >= longLife)
	stillOpen := e.stillOpen || m.fill != nil || m.route.held != nil
	m.drop()
	m.propose(e, useful, now)
	actions := []Action{{Kind: Disarm}}
	if stillOpen {
		actions = append(actions, Action{Kind: Abort, Text: e.failure.Type})
	}
	if m.config.AsksDelay && e.failure.Type != FailComplete {
		m.phase, m.ending = asking, e
		e.failure.describe(e.where, e.what)
		return append(actions, Action{Kind: AskDelay, Attempt: m.attempt, Failure: e.failure})
	}
	return append(actions, m.conclude(e, now)...)
}

// propose fills in what the machine itself would do next.
func (m *Machine) propose(e *ending, useful bool, now time.Duration) {
	f := e.failure
	wait := m.retries.wait(e, useful, now, m.random())
	f.Attempt = m.retries.row
	f.Final = !e.retry || m.config.Once || !m.repeatable() || m.retries.spent(m.config, now, wait)
	if !f.Final {
		f.RetryIn = wait
	}
}

// AsProposed is the wait of a page that leaves the decision to the feed.
const AsProposed time.Duration = -1

// Decide takes the page's answer about a failure: whether to try again, and when.
func (m *Machine) Decide(attempt int, now time.Duration, again bool, wait time.Duration) []Action {
	if attempt != m.attempt || m.phase != asking {
		return nil
	}
	e := m.ending
	m.ending = nil
	if wait != AsProposed {
		e.failure.Final, e.failure.RetryIn = !again, min(max(wait, 0), retry.MaxDelay)
	}
	return m.conclude(e, now)
}

// conclude closes the feed, or sets the timer for the next attempt, and reports the failure.
func (m *Machine) conclude(e *ending, now time.Duration) []Action {
	f := e.failure
	f.describe(e.where, e.what)
	report := Action{Kind: TellFailure, Failure: f}
	if f.Final {
		m.phase = closed
		return []Action{report}
	}
	m.phase, m.due = waiting, now+f.RetryIn
	return []Action{{Kind: Arm, After: f.RetryIn}, report}
}
