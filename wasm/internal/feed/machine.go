package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// A Machine is one feed from its first request to its close. Its methods take the
// number of the attempt that they are about; what concerns an attempt given up
// since is ignored, so that a late callback can never act on a newer connection.
type Machine struct {
	config   Config
	random   func() float64
	state    State
	attempt  int // number of the present request, from 1, never reused
	failures int // requests that failed since the last record
	waiting  bool
	reading  bool
	refused  *refusal // a response whose first bytes are being read

	reconnectionTime time.Duration
	table            *framing.Table
	framer           framing.Framer
	stream           *framing.Stream
}

// A refusal waits for the beginning of the body that explains it.
type refusal struct {
	failure *Failure
	what    string
	again   bool
}

// excerptTime is how long a refused response may take to send the first bytes of
// its explanation before the failure is told without it.
const excerptTime = time.Second

// New makes the machine of a feed that has not yet dialled. random gives numbers
// in [0, 1) for jitter.
func New(c Config, random func() float64) *Machine {
	c = c.withDefaults()
	m := &Machine{
		config: c, random: random, reconnectionTime: DefaultReconnectionTime,
		table: framing.NewTable(c.MaxRecordBytes),
	}
	m.table.IDs.Set([]byte(c.LastEventID))
	return m
}

// State is the feed's readyState.
func (m *Machine) State() State { return m.state }

// LastEventID is what the next request would send.
func (m *Machine) LastEventID() string { return string(m.table.IDs.Current()) }

// Config is the configuration with its defaults filled in.
func (m *Machine) Config() Config { return m.config }

func (m *Machine) dial() []Action {
	m.attempt++
	m.waiting = false
	return []Action{{Do: Dial, Attempt: m.attempt, LastEventID: m.LastEventID()}}
}

// Current tells whether attempt is the one under way.
func (m *Machine) Current(attempt int) bool {
	return m.state != Closed && attempt == m.attempt && !m.waiting
}

// Response takes the head of the response to an attempt.
func (m *Machine) Response(attempt int, h Head) []Action {
	if !m.Current(attempt) {
		return nil
	}
	failure, what, again := m.config.judge(h)
	if failure != nil {
		m.refused = &refusal{failure, what, again}
		if h.Opaque {
			return m.Explain(attempt, "")
		}
		return []Action{{Do: Excerpt, Attempt: attempt}, {Do: Arm, After: excerptTime}}
	}
	m.framer = newFramer(m.config.Format, h.ContentType)
	m.stream = framing.NewStream(m.framer, m.table)
	m.state, m.reading = Open, true
	return []Action{{Do: TellOpen, Attempt: attempt}, {Do: Read, Attempt: attempt}}
}

// Explain takes the first bytes of the body of a refused response.
func (m *Machine) Explain(attempt int, body string) []Action {
	if !m.Current(attempt) || m.refused == nil {
		return nil
	}
	r := m.refused
	m.refused = nil
	r.failure.Body = body
	if body != "" {
		r.what += " and said " + quote(body)
	}
	return m.fail(r.failure, r.what, r.again, true)
}

// Unreachable takes the failure of a request that got no response.
func (m *Machine) Unreachable(attempt int, cause string) []Action {
	if !m.Current(attempt) {
		return nil
	}
	return m.fail(&Failure{Type: FailNetwork}, "no response ("+cause+
		"): the server is unreachable, or refused this page by CORS", true, false)
}

// Unaskable takes the failure of making a request: the page's own function threw.
func (m *Machine) Unaskable(attempt int, cause string) []Action {
	if !m.Current(attempt) {
		return nil
	}
	return m.fail(&Failure{Type: FailRequest}, "the request could not be made ("+cause+")", true, false)
}

// Timer takes the firing of the timer.
func (m *Machine) Timer() []Action {
	switch {
	case m.state == Closed:
		return nil
	case m.waiting:
		return m.dial()
	}
	return m.Explain(m.attempt, "")
}

// Close ends the feed for good; the page is told nothing more.
func (m *Machine) Close() []Action {
	if m.state == Closed {
		return nil
	}
	m.state, m.waiting, m.refused = Closed, false, nil
	return []Action{{Do: Disarm}, {Do: Abort}}
}

// Connect dials now: for the first time, or again, giving up the attempt or the wait
// under way.
func (m *Machine) Connect() []Action {
	if m.state == Closed {
		return nil
	}
	m.state, m.refused, m.reading = Connecting, nil, false
	return append([]Action{{Do: Disarm}, {Do: Abort}}, m.dial()...)
}

// fail ends an attempt: it closes the feed, or waits and dials again. abort is for
// a request whose body is still open.
func (m *Machine) fail(f *Failure, what string, again, abort bool) []Action {
	m.failures++
	m.reading = false
	f.Attempt = m.failures
	f.Final = !again || m.config.Once || !m.config.repeatable()
	actions := []Action{{Do: Disarm}}
	if abort {
		actions = append(actions, Action{Do: Abort})
	}
	if f.Final {
		m.state = Closed
	} else {
		m.state, m.waiting = Connecting, true
		f.RetryIn = m.config.curve(m.reconnectionTime).Delay(m.failures, m.random())
		actions = append(actions, Action{Do: Arm, After: f.RetryIn})
	}
	f.describe(m.config.Where, what)
	return append(actions, Action{Do: TellFailure, Failure: f})
}
