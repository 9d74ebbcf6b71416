package feed

import (
	"cmp"
	"strconv"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// A Range is of numbers, both ends among them.
type Range struct{ Low, High int }

func (r *Range) has(n int) bool { return r != nil && n >= r.Low && n <= r.High }

// The close codes of a WebSocket that are no failure by themselves, or not of the server's making
// (RFC 6455 section 7.4.1, and IANA's registry of them).
const (
	closeNormal   = 1000
	closeNoCode   = 1005 // what a browser says if the server gave none
	closeAbnormal = 1006 // what it says if the connection was lost
	closeTryLater = 1013
	closeRefused  = 3000 // Unauthorized
)

// ClosedBy takes the end of a WebSocket, behind its last batch: its code, and the server's reason.
func (m *Machine) ClosedBy(attempt int, now time.Duration, code int, reason string) []Action {
	if attempt != m.attempt || m.phase != reading {
		return m.Ended(attempt, now, reason)
	}
	name := strconv.Itoa(code)
	for i := range m.config.Signals {
		if rule := &m.config.Signals[i]; rule.Close.has(code) {
			return m.obey(signalled{rule, name, cmp.Or(reason, name)}, now)
		}
	}
	e := &ending{failure: &Failure{Type: FailServer, Code: name}, class: retry.HTTP, retry: true}
	switch code {
	case closeNormal, closeNoCode:
		e = m.bodyEnding("")
	case closeAbnormal:
		return m.end(m.bodyEnding("abnormal closure"), now)
	case 1002, 1003, 1007, 1008, 1009, 1010, 3003: // what was said, or who says it, would be refused again
		e.retry = false
	case closeRefused:
		e.retry, e.retryAtOnceFirst = m.renews(), true
	case closeTryLater:
		e.class = retry.RateLimit
	}
	if e.what == "" || e.failure.Type == FailEnd {
		e.failure.Code, e.failure.Body, e.what = name, excerpt([]byte(reason)), closing(name, reason)
	}
	e.retry = e.retry && !m.repeats()
	return m.end(e, now)
}

// closing says that a server closed a connection, and why.
func closing(code, reason string) string {
	if reason != "" {
		code += " " + quote(reason)
	}
	return "the server closed the connection (" + code + ")"
}

// numberOf is where a rule stands among the signals.
func (m *Machine) numberOf(rule *Rule) int {
	for i := range m.config.Signals {
		if rule == &m.config.Signals[i] {
			return i
		}
	}
	return -1
}

// ask has a server asked whether it is there, once in a silence.
func (m *Machine) ask(v liveness.Verdict) []Action {
	c := &m.connection
	if v.State != liveness.Quiet {
		c.asked = false
	}
	if !m.config.Pings || m.phase != reading || v.State != liveness.Quiet || c.asked {
		return nil
	}
	c.asked = true
	return []Action{{Kind: Say, Rule: -1}}
}
