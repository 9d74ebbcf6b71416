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
	array, isArray := m.framer.(interface{ Finished() bool })
	e := &ending{failure: &Failure{Type: FailEnd}, class: retry.End, again: true, what: "the server ended the body"}
	switch {
	case isArray && array.Finished():
		e.failure.Type, e.what, e.again, e.open = FailComplete, "the array is complete", false, cause != ""
	case cause != "":
		e.failure.Type, e.what, e.class = FailNetwork, "the connection was cut ("+cause+")", retry.Network
	}
	return m.end(e, now)
}

// end ends an attempt: it counts it, works out what to do next, and does that or asks
// the page, which may decide otherwise.
func (m *Machine) end(e *ending, now time.Duration) []Action {
	useful := m.reading && m.worked && now-m.opened >= usefulAfter
	m.reading = false
	f := e.failure
	wait := m.retries.wait(e, useful, now, m.random())
	f.Attempt = m.retries.row
	f.Final = !e.again || m.config.Once || !m.config.repeatable() || m.retries.spent(m.config, now, wait)
	if !f.Final {
		f.RetryIn = wait
	}
	m.state, m.waiting = Connecting, true
	actions := []Action{{Do: Disarm}}
	if e.open {
		actions = append(actions, Action{Do: Abort})
	}
	if m.config.Asks && f.Type != FailComplete {
		m.asking = e
		f.describe(m.Place(), e.what)
		return append(actions, Action{Do: AskPage, Attempt: m.attempt, Failure: f})
	}
	return append(actions, m.conclude(e, now)...)
}

// Decide takes the page's answer about a failure: whether to try again, and when.
func (m *Machine) Decide(attempt int, now time.Duration, again bool, wait time.Duration) []Action {
	if m.asking == nil || attempt != m.attempt {
		return nil
	}
	e := m.asking
	m.asking = nil
	e.failure.Final, e.failure.RetryIn = !again, min(max(wait, 0), retry.MaxDelay)
	return m.conclude(e, now)
}

// conclude closes the feed, or sets the timer for the next attempt, and tells the page.
func (m *Machine) conclude(e *ending, now time.Duration) []Action {
	f := e.failure
	f.describe(m.Place(), e.what)
	if f.Final {
		m.state, m.waiting = Closed, false
		return []Action{{Do: TellFailure, Failure: f}}
	}
	m.due = now + f.RetryIn
	return []Action{{Do: Arm, After: f.RetryIn}, {Do: TellFailure, Failure: f}}
}
