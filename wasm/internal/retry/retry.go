// Package retry computes how long to wait before a connection is tried again.
// It has no clock and no dice: the number of failures and a random fraction come
// in, a duration leaves.
package retry

import "time"

// A Curve grows the wait with the number of failures in a row.
type Curve struct {
	// Base is the wait after the first failure: for an event stream, its
	// reconnection time.
	Base time.Duration
	// Factor multiplies the wait after each further failure; 1 keeps it constant.
	Factor float64
	// Cap is the longest wait. It does not shorten Base: a server may ask for more.
	Cap time.Duration
	// Jitter is the part of the wait that is random, 0 to 1, so that pages that lost
	// one server do not all come back to it in the same moment.
	Jitter float64
}

// MaxDelay is the longest wait of all. A timer set for more than 2^31-1
// milliseconds fires at once in a browser (WHATWG HTML, "timers": a long).
const MaxDelay = (1<<31 - 1) * time.Millisecond

// Delay is the wait after the given number of failures in a row, 1 or more.
// random is in [0, 1).
func (c Curve) Delay(failures int, random float64) time.Duration {
	limit := max(c.Base, c.Cap)
	wait := float64(c.Base)
	for i := 1; i < failures && wait < float64(limit); i++ {
		wait *= c.Factor
		if c.Factor <= 1 {
			break
		}
	}
	wait = min(wait, float64(limit), float64(MaxDelay))
	return time.Duration(wait * (1 - c.Jitter*random)).Round(time.Millisecond)
}
