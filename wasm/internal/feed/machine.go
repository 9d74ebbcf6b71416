package feed

import (
	"cmp"
	"strconv"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/lag"
	"github.com/feedsource/feedsource/wasm/internal/liveness"
)

// A Machine is one feed from its first request to its close. Its methods take the
// number of the attempt that they are about. Inputs about an attempt that was given up
// are ignored, so that a late callback can never act on a newer connection.
type Machine struct {
	config  Config
	random  func() float64
	phase   phase
	attempt int // number of the present request, from 1, never reused

	connection connection
	body       body
	fill       *fill         // the backfill under way, while the response of the feed is set aside
	ending     *ending       // while explaining and asking: what is known of the end so far
	due        time.Duration // while waiting: when the wait is over

	retries retries
	route   route
	first   first
	prefix  prefix
	history history
	sifter  sifter

	live  *liveness.Tracker // nil if no silence is too long
	meter *lag.Meter        // nil if no record is dated
}

// A connection is an attempt from its Dial to its end, together with the backfill pages
// that are read before its body.
type connection struct {
	accepted  bool             // its response is a feed
	since     time.Duration    // when it was accepted
	status    int              // of its last response
	asked     bool             // the server was asked whether it is there, in the present silence
	asks      string           // the function of the page's whose answer is waited for
	worked    bool             // something was read from it
	delivered bool             // a record of it went to the page
	repeated  bool             // one came that the page has had
	pieces    []piece          // of Docker's, the last of each type
	highest   []byte           // of its records' cursors that are whole numbers
	cut       liveness.Verdict // while cutting: why
	back      bool             // the network came back while it was under way
}

// brought reports whether a record came by the connection.
func (c *connection) brought() bool { return c.delivered || c.repeated }

// New makes the machine of a feed that has not yet dialled. random gives numbers
// in [0, 1) for jitter.
func New(c Config, random func() float64) *Machine {
	c = c.withDefaults()
	m := &Machine{
		config: c, random: random, retries: retries{policy: c.policy()},
		body: body{table: framing.NewTable(c.MaxRecordBytes)},
	}
	m.body.table.Spare = c.Spare
	m.body.table.IDs.Set([]byte(c.LastEventID))
	m.history.identified, m.history.own = c.LastEventID != "", c.formed()
	if c.Dedupe.ByID && c.LastEventID != "" {
		m.sifter.memory.remember([]byte(c.LastEventID), 0, c.Dedupe.Window) // the page has had it
	}
	m.first.base = c.URL
	m.name(c.From)
	if c.Resume.Counts {
		m.history.count, _ = strconv.Atoi(c.LastEventID)
	}
	if c.Lag != nil {
		m.meter = lag.New(lag.Config{Warn: c.Lag.Warn})
	}
	if c.Liveness != nil {
		m.live = liveness.New(*c.Liveness)
	}
	return m
}

// LastEventID is the cursor that the next request would send.
func (m *Machine) LastEventID() string { return WellFormed(string(m.body.table.IDs.Current())) }

// Place names in messages what is asked, or was last.
func (m *Machine) Place() string {
	switch {
	case m.fill != nil && m.config.Backfill.URL != "":
		return Place(m.config.Backfill.URL)
	case m.first.goesOn:
		return Place(absolute(m.route.to, cmp.Or(m.first.base, m.config.URL)))
	}
	return Place(m.config.URL)
}

// Config is the configuration with its defaults filled in.
func (m *Machine) Config() Config { return m.config }

// Timer takes the firing of the timer. held says that the page itself keeps the body
// from being read, or has yet to give the headers, so that the silence is not the server's.
func (m *Machine) Timer(now time.Duration, held bool) []Action {
	switch m.phase {
	case waiting:
		return m.dial(now)
	case explaining:
		return m.explain(now)
	case cutting:
		return m.cutOff(now)
	case dialling:
		if m.connection.asks == "" && held && m.config.FreshHeaders {
			m.connection.asks = "headers"
			if m.config.WebSocket {
				m.connection.asks = "greet"
			}
		}
		return m.check(now)
	case reading:
		if held && m.live != nil {
			m.live.Byte(now)
		}
		return m.check(now)
	}
	return nil
}

// drop forgets the connection under way, and all that was known of its end.
func (m *Machine) drop() { m.connection, m.fill, m.ending, m.route.held = connection{}, nil, nil, nil }
