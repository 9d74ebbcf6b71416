// Package retry computes how long to wait before a connection is tried again.
// It has no clock and no dice: the number of failures and a random fraction come
// in, and a duration leaves.
package retry

import "time"

// A Curve grows the wait with the number of failures in a row: Base times Factor
// for each further failure, plus Step for each.
type Curve struct {
	Base   time.Duration
	Factor float64 // 1 keeps Base as it is
	Step   time.Duration
	Cap    time.Duration // the longest wait; it does not shorten Base
	// Jitter is the part of the wait that is random, 0 to 1, so that pages that lost
	// one server do not all come back to it at the same moment. It is half here and not
	// the whole: if a wait could be anything from nothing to the full one, the second
	// would be shorter than the first in one case of four, and a server that accepts and
	// closes would now and then be asked in a hot loop.
	Jitter float64
}

// MaxDelay is the longest wait of all. A timer set for more than 2^31-1
// milliseconds fires at once in a browser (WHATWG HTML, "timers": a long).
const MaxDelay = (1<<31 - 1) * time.Millisecond

// Delay is the wait after the given number of failures in a row, 1 or more.
// random is in [0, 1).
func (c Curve) Delay(failures int, random float64) time.Duration {
	limit := float64(min(max(c.Base, c.Cap), MaxDelay))
	wait := float64(c.Base)
	for i := 1; i < failures && wait < limit; i++ {
		wait = wait*c.Factor + float64(c.Step)
	}
	wait = min(wait, limit)
	return time.Duration(wait * (1 - c.Jitter*random)).Round(time.Millisecond)
}

// A Class is a kind of failure that has a curve of its own.
type Class int

const (
	// Network is no response, or a connection that was cut.
	Network Class = iota
	// End is a body that the server ended before the connection was of use.
	End
	// Rotation is a body that the server ended after the connection had been of use.
	Rotation
	// HTTP is a status that may pass: 408, 425, 5xx.
	HTTP
	// RateLimit is 420 or 429.
	RateLimit
	classes
)

// A Policy has a curve for each class.
type Policy [classes]Curve

// Default is the policy of a FeedSource. The curves for Network, HTTP and RateLimit
// are Twitter's, the most widely copied rules for streams ("Connecting to a
// streaming endpoint"): network errors first at once and then 250 ms more each
// time up to 16 s; HTTP errors 5 s doubling up to 320 s; rate limits 60 s doubling.
// The cap of the last is ours. A server that accepts and closes is asked again after
// 1 s, doubling up to a minute; a server that ends a connection which had been of use, as
// servers do to spread their load, is asked again at once.
func Default() Policy {
	return Policy{
		Network:   {Factor: 1, Step: 250 * time.Millisecond, Cap: 16 * time.Second, Jitter: 0.5},
		End:       {Base: time.Second, Factor: 2, Cap: time.Minute, Jitter: 0.5},
		HTTP:      {Base: 5 * time.Second, Factor: 2, Cap: 320 * time.Second, Jitter: 0.5},
		RateLimit: {Base: time.Minute, Factor: 2, Cap: 16 * time.Minute, Jitter: 0.5},
	}
}

// Constant is the policy of the strict class: always the reconnection time (WHATWG
// HTML section 9.2.3).
func Constant(wait time.Duration) Policy {
	c := Curve{Base: wait, Factor: 1}
	return Policy{c, c, c, c, c}
}

// Hinted is p after the server of an event stream set a reconnection time, which
// replaces the start of the curves for a connection that was cut or ended. The wait is
// never shorter than the server asked for, so these curves have no jitter.
func (p Policy) Hinted(reconnectionTime time.Duration) Policy {
	reconnectionTime = min(max(reconnectionTime, minHint), maxHint)
	c := Curve{Base: reconnectionTime, Factor: 2, Cap: max(time.Minute, reconnectionTime)}
	p[Network], p[End], p[Rotation] = c, c, c
	return p
}

// A reconnection time outside these bounds is a mistake of the server: with it the page
// would hammer the server, or stay away for good.
const (
	minHint = 250 * time.Millisecond
	maxHint = 10 * time.Minute
)
