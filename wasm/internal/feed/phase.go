package feed

// A phase is what a feed is doing. Every input asks for it first, because it says what the
// input can mean.
type phase int

const (
	idle       phase = iota // nothing has been dialled yet
	dialling                // a request is under way and has no response yet
	reading                 // the body of a response is being read
	cutting                 // the body was cut because it was silent; its end has not come yet
	explaining              // the response was refused; its body is being read to show why
	asking                  // the page is asked whether and when to try again
	waiting                 // until the next attempt
	away                    // the page was put away; nothing is dialled until it is back
	closed                  // for good
)

// underWay reports whether there is an attempt that callbacks may be about.
func (p phase) underWay() bool { return p == dialling || p.hasBody() }

// hasBody reports whether the attempt has a body whose bytes are wanted.
func (p phase) hasBody() bool { return p == reading || p == cutting || p == explaining }

// State is the feed's readyState.
func (m *Machine) State() State {
	switch {
	case m.phase == closed:
		return Closed
	case m.phase.underWay() && m.connection.accepted:
		return Open // also while a backfill page is dialled, or the body turns out to be a web page
	}
	return Connecting
}

// Current reports whether attempt is the one under way.
func (m *Machine) Current(attempt int) bool {
	return attempt == m.attempt && m.phase.underWay()
}
