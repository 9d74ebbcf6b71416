package feeds

import (
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// query reads typed parameters and keeps the first mistake, because a typing
// error in a test's address must not pass as a default.
type query struct {
	url.Values
	err error
}

func (q *query) fail(name, want string) {
	if q.err == nil {
		q.err = fmt.Errorf("parameter %s=%q must be %s", name, q.Get(name), want)
	}
}

// number reads an integer within [low, high], or gives the default if the
// parameter is absent.
func (q *query) number(name string, value, low, high int) int {
	if !q.Has(name) {
		return value
	}
	n, err := strconv.Atoi(q.Get(name))
	if err != nil || n < low || n > high {
		q.fail(name, fmt.Sprintf("a whole number from %d to %d", low, high))
		return value
	}
	return n
}

// count reads a number of bytes, messages or requests; absent is -1.
func (q *query) count(name string) int { return q.number(name, -1, 0, 1<<40) }

func (q *query) seed(name string, value uint64) uint64 {
	if !q.Has(name) {
		return value
	}
	n, err := strconv.ParseUint(q.Get(name), 10, 64)
	if err != nil {
		q.fail(name, "an unsigned 64-bit number")
	}
	return n
}

func (q *query) millis(name string, value time.Duration) time.Duration {
	if !q.Has(name) {
		return value
	}
	return time.Duration(q.number(name, 0, 0, 1<<31)) * time.Millisecond
}

func (q *query) flag(name string) bool {
	switch q.Get(name) {
	case "", "0", "false":
		return false
	case "1", "true":
		return true
	}
	q.fail(name, "1 or 0")
	return false
}

// off reports whether a feature that is on by default is switched off.
func (q *query) off(name string) bool { return q.Has(name) && !q.flag(name) }

// controls are the parameters that every stream takes besides its service's
// own and the faults.
type controls struct {
	seed      uint64
	interval  time.Duration // 0: as fast as possible
	keepalive time.Duration // 0 or less: never
	from      int           // -1: at the head
	count     int           // -1: endless
	take      int           // count under a name that no service uses
}

func (s *Server) controls(q *query) controls {
	return controls{
		seed:      q.seed("seed", s.opts.Seed),
		interval:  q.interval("rate", s.opts.Interval),
		keepalive: q.millis("keepalive", s.opts.Keepalive),
		from:      q.number("from", -1, 0, 1e9), // stamps of later messages would overflow
		count:     q.number("count", -1, -1<<40, 1<<40),
		take:      q.count("take"),
	}
}

// interval reads a rate in messages per second.
func (q *query) interval(name string, value time.Duration) time.Duration {
	if !q.Has(name) {
		return value
	}
	rate, err := strconv.ParseFloat(q.Get(name), 64)
	if err != nil || rate < 0 || rate > 0 && rate < 1e-6 {
		q.fail(name, "0 or a number of messages per second, at least 0.000001")
		return value
	}
	if rate == 0 {
		return 0
	}
	return time.Duration(float64(time.Second) / rate)
}

// length is the number of messages after which the body ends; -1 is never.
func (c controls) length() int {
	if c.take >= 0 {
		return c.take
	}
	return max(c.count, -1)
}
