package feed

import "time"

// Sleep takes the page's leaving: it may be kept in the back/forward cache, which an
// open request would forbid, or be frozen. The request is given up, the cursor is
// kept, and nothing is dialled until Wake. No server is to blame, so it does not count
// as a failure. A request that may not be sent again is left alone, as is one
// that would bring everything again: it is the browser's to keep or to drop.
//
// The standard is to do the same for an EventSource (whatwg/html#12381): abort, be
// CONNECTING, and reconnect on restore.
func (m *Machine) Sleep() []Action {
	if m.state == Closed || m.asleep || m.config.Once || !m.config.repeatable() || m.repeats() {
		return nil
	}
	m.asleep = true
	m.state, m.waiting, m.asking = Connecting, true, nil
	m.drop()
	f := &Failure{Type: FailAway, Attempt: m.retries.row}
	f.describe(m.Place(), "the page was put away")
	return []Action{{Kind: Disarm}, {Kind: Abort}, {Kind: TellFailure, Failure: f}}
}

// Wake takes the page's return, or the network's: what waits is dialled now. online
// says that the network came back, so that a wait that has not run out is over too; for a
// page that only became visible it is over if its timer is late, as timers of hidden
// pages are.
func (m *Machine) Wake(now time.Duration, online bool) []Action {
	switch {
	case m.state == Closed || m.asking != nil:
		return nil
	case m.asleep, m.waiting && (online || now >= m.due):
		m.asleep = false
		return append([]Action{{Kind: Disarm}}, m.dial(now)...)
	case m.waiting || m.refused != nil || m.cut != nil || m.live == nil:
		return nil
	}
	return m.check(now)
}
