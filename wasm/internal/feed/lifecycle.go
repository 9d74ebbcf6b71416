package feed

import "time"

// Connect dials now: for the first time, or again, giving up the attempt or the wait
// under way.
func (m *Machine) Connect(now time.Duration) []Action {
	if m.phase == closed {
		return nil
	}
	m.drop()
	return append([]Action{{Kind: Disarm}, {Kind: Abort, Text: WhyReconnect}}, m.dial(now)...)
}

// Close ends the feed for good; the page hears nothing more of it.
func (m *Machine) Close() []Action {
	if m.phase == closed {
		return nil
	}
	m.drop()
	m.phase = closed
	return []Action{{Kind: Disarm}, {Kind: Abort, Text: WhyClose}}
}

// Sleep takes the page's leaving: it may be kept in the back/forward cache, which an
// open request would forbid, or be frozen. The request is given up, the cursor is
// kept, and nothing is dialled until Wake. No server is to blame, so it does not count
// as a failure. A request that may not be sent again is left alone, as is one that would
// bring everything again: the browser may keep or drop it.
//
// The standard is to do the same for an EventSource (whatwg/html#12381): abort, be
// CONNECTING, and reconnect on restore.
func (m *Machine) Sleep() []Action {
	switch {
	case m.phase == closed, m.phase == away:
		return nil
	case m.config.Once, !m.repeatable(), m.repeats():
		return nil
	}
	m.drop()
	m.phase = away
	f := &Failure{Type: FailAway, Attempt: m.retries.row}
	f.describe(m.Place(), "the page was put away")
	return []Action{{Kind: Disarm}, {Kind: Abort, Text: FailAway}, {Kind: TellFailure, Failure: f}}
}

// Wake takes the page's return, or the network's: a feed that waits dials now. online
// says that the network came back, so that a wait that has not run out is over too. For a
// page that only became visible a wait is over if its timer is late, as timers of hidden
// pages are.
func (m *Machine) Wake(now time.Duration, online bool) []Action {
	switch m.phase {
	case away:
		return m.dialEarly(now)
	case waiting:
		if online || now >= m.due {
			return m.dialEarly(now)
		}
	case dialling, reading:
		m.connection.back = m.connection.back || online
		return m.check(now)
	}
	return nil
}

// dialEarly dials before the timer fires.
func (m *Machine) dialEarly(now time.Duration) []Action {
	return append([]Action{{Kind: Disarm}}, m.dial(now)...)
}
