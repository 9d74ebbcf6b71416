package feeds

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Fault is what Strike has go wrong with streams that are open.
type Fault string

const (
	// FaultCut aborts the connections, as CutFeed does.
	FaultCut Fault = "cut"
	// FaultSilence sends nothing more, but stays connected.
	FaultSilence Fault = "silence"
	// FaultUnavailable aborts the connections, and answers the next request for each of the streams with
	// 503 and Retry-After: 2.
	FaultUnavailable Fault = "503"
	// FaultAway aborts the connections, and all requests for the streams for ten seconds.
	FaultAway Fault = "away"
	// FaultMalformed sends a record that is no JSON before the next message, or in Espresso a line that is no
	// field.
	FaultMalformed Fault = "malformed"
	// FaultSlow sends 320 bytes a second for ten seconds.
	FaultSlow Fault = "slow"
	// FaultBurst sends three more messages at once behind the next one.
	FaultBurst Fault = "burst"
	// FaultExpiry ends the streams as if their token had expired. Ably says so before; of the others, the next
	// request for a stream is answered 401.
	FaultExpiry Fault = "expiry"
	// FaultRepeat sends the next message twice.
	FaultRepeat Fault = "repeat"
	// FaultDrop leaves the next message out.
	FaultDrop Fault = "drop"
)

// brokenJSON has its brackets right, so that the records around it stay whole in every framing.
const brokenJSON = `{"malformed":}`

// burstSize is how many messages a burst has beyond the one that was due.
const burstSize = 3

// A slow stream sends so many bytes, and pauses, until the time is over.
const (
	slowBytes = 16
	slowPause = 50 * time.Millisecond
	slowTime  = 10 * time.Second
)

// awayTime is how long a stream that is away answers nothing.
const awayTime = 10 * time.Second

// strikes are faults that a running stream has been asked to play.
type strikes struct {
	silent    atomic.Bool
	slowUntil atomic.Int64 // Unix time in nanoseconds
	malformed atomic.Int32 // messages that it still applies to, as the others below
	burst     atomic.Int32
	repeat    atomic.Int32
	drop      atomic.Int32
}

// take reports whether a fault applies to this message.
func take(left *atomic.Int32) bool {
	for n := left.Load(); n > 0; n = left.Load() {
		if left.CompareAndSwap(n, n-1) {
			return true
		}
	}
	return false
}

func (s *strikes) slow() bool { return time.Now().UnixNano() < s.slowUntil.Load() }

// spoil is what goes on the wire for a record.
func (s *strikes) spoil(record, broken []byte) []byte {
	if take(&s.malformed) {
		record = slices.Concat(broken, record)
	}
	if take(&s.repeat) {
		record = slices.Concat(record, record)
	}
	if take(&s.drop) {
		return nil
	}
	return record
}

// plays are the faults, each as it is played by a connection.
var plays = map[Fault]func(*Server, *liveConn){
	FaultCut:     func(_ *Server, c *liveConn) { c.cut() },
	FaultSilence: func(_ *Server, c *liveConn) { c.out.strikes.silent.Store(true) },
	FaultUnavailable: func(s *Server, c *liveConn) {
		s.refuseNext(c.line, http.StatusServiceUnavailable)
		c.cut()
	},
	FaultAway: func(s *Server, c *liveConn) {
		s.leave(c.line)
		c.cut()
	},
	FaultMalformed: func(_ *Server, c *liveConn) { c.out.strikes.malformed.Add(1) },
	FaultSlow:      func(_ *Server, c *liveConn) { c.out.strikes.slowUntil.Store(time.Now().Add(slowTime).UnixNano()) },
	FaultBurst:     func(_ *Server, c *liveConn) { c.out.strikes.burst.Add(burstSize) },
	FaultExpiry: func(_ *Server, c *liveConn) {
		if c.out.expire != nil {
			c.out.expire(errExpired)
		}
	},
	FaultRepeat: func(_ *Server, c *liveConn) { c.out.strikes.repeat.Add(1) },
	FaultDrop:   func(_ *Server, c *liveConn) { c.out.strikes.drop.Add(1) },
}

// Strike has a fault happen to every live stream of one feed, or of all if feed is empty, and returns to how
// many. WebSockets of the wall are cut, silenced and slowed, and nothing else.
func (s *Server) Strike(feed string, fault Fault) (int, error) {
	return s.StrikeChannel(feed, "", fault)
}

// StrikeChannel is Strike for one channel of a feed, or for all of them if channel is empty.
func (s *Server) StrikeChannel(feed, channel string, fault Fault) (int, error) {
	play, known := plays[fault]
	if !known {
		var names []string
		for _, name := range slices.Sorted(maps.Keys(plays)) {
			names = append(names, string(name))
		}
		return 0, fmt.Errorf("there is no fault %q, only %s", fault, strings.Join(names, ", "))
	}
	return s.live.strike(line{feed, channel}, func(c *liveConn) { play(s, c) }), nil
}

func (l *liveSet) strike(target line, play func(*liveConn)) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	count := 0
	for _, conn := range l.conns {
		if target.covers(conn.line) {
			play(conn)
			count++
		}
	}
	return count
}

// refuseNext has the next request for a stream answered with a status.
func (s *Server) refuseNext(of line, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals[of] = status
}

// leave has requests for a stream aborted for a while.
func (s *Server) leave(of line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away[of] = time.Now().Add(awayTime)
}

// refuses answers a request for a stream if that is due, and reports whether it was. If the stream is away, it
// aborts the request.
func (s *Server) refuses(w http.ResponseWriter, of line) bool {
	s.mu.Lock()
	away := time.Now().Before(s.away[of])
	status := s.refusals[of]
	if !away {
		delete(s.refusals, of)
	}
	s.mu.Unlock()
	if away {
		panic(http.ErrAbortHandler)
	}
	switch status {
	case 0:
		return false
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "2")
	}
	answerError(w, status, http.StatusText(status))
	return true
}
