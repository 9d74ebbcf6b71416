package feed

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/lag"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// A Machine is one feed from its first request to its close. Its methods take the
// number of the attempt that they are about; what concerns an attempt given up
// since is ignored, so that a late callback can never act on a newer connection.
type Machine struct {
	config  Config
	random  func() float64
	state   State
	attempt int // number of the present request, from 1, never reused
	waiting bool
	due     time.Duration // when the wait is over
	asleep  bool          // the page is away, and nothing is dialled
	reading bool
	refused *ending // by a response whose explanation is being read
	asking  *ending // that the page is to decide about

	retries   retries
	connected bool          // a response was accepted, now or before
	status    int           // of the present response
	opened    time.Duration // when it was accepted
	worked    bool          // something was read from it
	delivered bool          // records among it, for the page
	heard     time.Duration // when bytes of the feed last came
	queried   bool          // the cursor goes by the query, since CORS refused the header
	proven    bool          // the way that the cursor goes has worked

	fill     *fill    // what is missing, being read while the response waits
	unfilled bool     // a fill was begun and has not come to its end
	lost     string   // the cursor that expired, behind which records are missing
	recent   []string // cursors of the last records, a ring
	next     int

	table  *framing.Table
	framer framing.Framer
	stream *framing.Stream

	live *liveness.Tracker // nil when no silence is too long
	cut  *liveness.Verdict // why this one is being cut: the body's end is waited for

	meter *lag.Meter // nil when no record is dated

	seen       memory
	duplicates int    // records dropped from the last batch
	text, key  []byte // room for a member and for a key, used anew for every record
	scratch    []byte // room to undo an encoding
}

// New makes the machine of a feed that has not yet dialled. random gives numbers
// in [0, 1) for jitter.
func New(c Config, random func() float64) *Machine {
	c = c.withDefaults()
	m := &Machine{
		config: c, random: random, retries: retries{policy: c.policy()},
		table: framing.NewTable(c.MaxRecordBytes),
	}
	m.table.Spare = c.Spare
	m.table.IDs.Set([]byte(c.LastEventID))
	if c.Lag != nil {
		m.meter = lag.New(lag.Config{Warn: c.Lag.Warn})
	}
	if c.Liveness != nil {
		m.live = liveness.New(*c.Liveness)
	}
	return m
}

// State is the feed's readyState.
func (m *Machine) State() State { return m.state }

// LastEventID is what the next request would send.
func (m *Machine) LastEventID() string { return wellFormed(string(m.table.IDs.Current())) }

// Place names the feed in messages.
func (m *Machine) Place() string { return Place(m.config.URL) }

// Config is the configuration with its defaults filled in.
func (m *Machine) Config() Config { return m.config }

func (m *Machine) dial(now time.Duration) []Action {
	m.attempt++
	m.waiting = false
	return m.send(m.request(), now)
}

// send is a request, which is watched from here on.
func (m *Machine) send(request Action, now time.Duration) []Action {
	if m.live == nil {
		return []Action{request}
	}
	m.live.Dial(now)
	return append([]Action{request}, m.check(now)...)
}

// Current tells whether attempt is the one under way.
func (m *Machine) Current(attempt int) bool {
	return m.state != Closed && attempt == m.attempt && !m.waiting
}

// Response takes the head of the response to an attempt.
func (m *Machine) Response(attempt int, now time.Duration, h Head) []Action {
	if !m.Current(attempt) {
		return nil
	}
	m.status = h.Status
	if m.fill != nil {
		return m.pageResponse(h, now)
	}
	if e := m.config.judge(h); e != nil {
		m.refused = e
		m.framer = nil
		if h.Opaque {
			return m.explain(now)
		}
		m.framer = &explanation{}
		m.stream = framing.NewStream(m.framer, m.table)
		m.reading, m.worked = true, false
		return []Action{{Kind: Read, Attempt: attempt}, {Kind: Arm, After: excerptTime}}
	}
	if m.config.Strict && h.URL != "" {
		m.config.URL = h.URL // "request's current URL", where redirects led (whatwg/html#503)
	}
	return m.accept(h, now)
}

// read reads the body of the response, as what the page said it is or it seems to be.
func (m *Machine) read(format framing.Format, contentType string, now time.Duration) []Action {
	m.framer = newFramer(format, contentType)
	m.stream = framing.NewStream(m.framer, m.table)
	m.reading = true
	actions := []Action{{Kind: Read, Attempt: m.attempt}}
	if m.live != nil {
		m.live.Head(now)
		return append(actions, m.check(now)...)
	}
	return actions
}

// Unreachable takes the failure of a request that got no response.
func (m *Machine) Unreachable(attempt int, now time.Duration, cause string) []Action {
	if !m.Current(attempt) {
		return nil
	}
	e := &ending{
		failure: &Failure{Type: FailNetwork}, class: retry.Network, again: true,
		what: "no response (" + veiled(cause) + "): the server is unreachable, or refused this page by CORS",
	}
	if m.fill == nil {
		m.doubt(e)
	}
	return m.end(e, now)
}

// Unaskable takes the failure of making a request: the page's own function threw.
func (m *Machine) Unaskable(attempt int, now time.Duration, cause string) []Action {
	if !m.Current(attempt) {
		return nil
	}
	return m.end(&ending{
		failure: &Failure{Type: FailRequest}, class: retry.End, again: true,
		what: "the request could not be made (" + veiled(cause) + ")",
	}, now)
}

// Timer takes the firing of the timer. held says that the page itself keeps the body
// from being read, so that silence is not the server's.
func (m *Machine) Timer(now time.Duration, held bool) []Action {
	switch {
	case m.state == Closed || m.asking != nil || m.asleep:
		return nil
	case m.waiting:
		return m.dial(now)
	case m.refused != nil:
		return m.explain(now)
	case m.cut != nil:
		return m.cutOff(now)
	case m.live == nil:
		return nil
	case held && m.reading:
		m.live.Byte(now)
	}
	return m.check(now)
}

// Close ends the feed for good; the page is told nothing more.
func (m *Machine) Close() []Action {
	if m.state == Closed {
		return nil
	}
	m.state, m.waiting, m.asking = Closed, false, nil
	m.drop()
	return []Action{{Kind: Disarm}, {Kind: Abort}}
}

// Connect dials now: for the first time, or again, giving up the attempt or the wait
// under way.
func (m *Machine) Connect(now time.Duration) []Action {
	if m.state == Closed {
		return nil
	}
	m.state, m.asking, m.asleep = Connecting, nil, false
	m.drop()
	return append([]Action{{Kind: Disarm}, {Kind: Abort}}, m.dial(now)...)
}

// drop forgets the response under way, and one set aside.
func (m *Machine) drop() { m.reading, m.refused, m.cut, m.fill = false, nil, nil, nil }
