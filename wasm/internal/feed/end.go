package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// Ended takes the end of the body. cause is empty for a clean end, else what cut it.
func (m *Machine) Ended(attempt int, now time.Duration, cause string) []Action {
	if !m.Current(attempt) || !m.reading {
		return nil
	}
	switch {
	case m.refused != nil:
		return m.explain(now)
	case m.cut != nil:
		return m.cutOff(now)
	case m.fill != nil:
		return m.pageEnded(cause, now)
	}
	e := &ending{failure: &Failure{Type: FailEnd}, class: retry.End, again: true, what: "the server ended the body"}
	finite, finished := m.finite()
	switch {
	case finished:
		return m.end(arrayComplete(), now)
	case cause != "":
		e.failure.Type, e.what, e.class = FailNetwork, "the connection was cut ("+veiled(cause)+")", retry.Network
	case finite:
		e.failure.Type, e.what = FailIncomplete, "the body ended before it was complete"
	}
	e.again = !m.repeats()
	return m.end(e, now)
}

func arrayComplete() *ending {
	return &ending{failure: &Failure{Type: FailComplete}, what: "the array is complete"}
}

// repeats tells whether another request would bring again what was delivered: what has
// an end begins anew when it is asked for again.
func (m *Machine) repeats() bool {
	finite, _ := m.finite()
	return m.reading && finite && m.delivered && !m.resumes()
}

// finite tells whether the body has an end that it tells of, and whether it has come.
func (m *Machine) finite() (finite, finished bool) {
	if array, ok := m.framer.(interface {
		Finite() (finite, finished bool)
	}); ok {
		if finite, finished = array.Finite(); finite {
			return finite, finished
		}
	}
	for i := range m.config.Signals {
		if m.config.Signals[i].Then == SignalEnd {
			return true, false
		}
	}
	return false, false
}

// resumes tells whether another request would go on where this one ended.
func (m *Machine) resumes() bool {
	return len(m.config.Dedupe.Keys) > 0 || !m.config.Resume.Off && m.LastEventID() != ""
}

// end ends an attempt: it counts it, works out what to do next, and does that or asks
// the page, which may decide otherwise.
func (m *Machine) end(e *ending, now time.Duration) []Action {
	useful := m.reading && m.worked && now-m.opened >= usefulAfter
	open := e.open || m.fill != nil
	m.drop()
	f := e.failure
	wait := m.retries.wait(e, useful, now, m.random())
	f.Attempt = m.retries.row
	f.Final = !e.again || m.config.Once || !m.config.repeatable() || m.retries.spent(m.config, now, wait)
	if !f.Final {
		f.RetryIn = wait
	}
	m.state, m.waiting = Connecting, true
	actions := []Action{{Kind: Disarm}}
	if open {
		actions = append(actions, Action{Kind: Abort})
	}
	if m.config.AsksDelay && f.Type != FailComplete {
		m.asking = e
		f.describe(m.Place(), e.what)
		return append(actions, Action{Kind: AskDelay, Attempt: m.attempt, Failure: f})
	}
	return append(actions, m.conclude(e, now)...)
}

// AsProposed is the wait of a page that leaves the decision to the feed.
const AsProposed time.Duration = -1

// Decide takes the page's answer about a failure: whether to try again, and when.
func (m *Machine) Decide(attempt int, now time.Duration, again bool, wait time.Duration) []Action {
	if m.asking == nil || attempt != m.attempt {
		return nil
	}
	e := m.asking
	m.asking = nil
	if wait != AsProposed {
		e.failure.Final, e.failure.RetryIn = !again, min(max(wait, 0), retry.MaxDelay)
	}
	return m.conclude(e, now)
}

// conclude closes the feed, or sets the timer for the next attempt, and tells the page.
func (m *Machine) conclude(e *ending, now time.Duration) []Action {
	f := e.failure
	f.describe(m.Place(), e.what)
	if f.Final {
		m.state, m.waiting = Closed, false
		return []Action{{Kind: TellFailure, Failure: f}}
	}
	m.due = now + f.RetryIn
	return []Action{{Kind: Arm, After: f.RetryIn}, {Kind: TellFailure, Failure: f}}
}
