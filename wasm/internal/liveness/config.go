package liveness

import (
	"cmp"
	"time"
)

// MaxWait is the longest of all durations here. A timer set for more than 2^31-1
// milliseconds fires at once in a browser (WHATWG HTML, "timers": a long).
const MaxWait = (1<<31 - 1) * time.Millisecond

const (
	// Tolerance is how late a check may be and still count as in time. A page in the
	// background runs its timers once a second at best. For a limit under 8 s it is a
	// quarter of the limit.
	Tolerance = 2 * time.Second
	// Probe is how long a connection has, after time that nobody watched, to show a
	// byte. It covers joining a wireless network again after a sleep.
	Probe = 10 * time.Second
	// Throttle is how late a check may be because the page is hidden: Chrome runs its
	// timers once a minute, and may be a little busy besides. If it is later, the machine
	// slept, or the page was frozen, as phones do in the background.
	Throttle = 65 * time.Second
	// LongSleep times the limit is how long a sleep is after which Probe replaces the limit.
	LongSleep = 2
	// maxProbes is how many sleeps in a row may each be followed by a Probe. Without
	// it a page that is only ever woken for a moment would never be judged.
	maxProbes = 3

	// poll is the wait between checks while no limit is known. It is shorter than the
	// shortest limit that may be learned meanwhile.
	poll = MinLimit / 2
	// maxTick is the longest wait between checks of a known limit.
	maxTick = time.Minute
)

// Config is what the page asks for. Durations beyond MaxWait mean MaxWait, those
// under zero mean zero.
type Config struct {
	// Timeout is the limit of silence, from the last byte, or from the head before
	// there was one. 0 learns it.
	Timeout time.Duration
	// Connect is the limit from the request to the head. 0 is Timeout, or DefaultConnect
	// where that is learned: the request after a silence may meet the same dead proxy.
	Connect time.Duration
}

// DefaultConnect is how long a head may take where nothing says so.
const DefaultConnect = 30 * time.Second

func (c Config) clamped() Config {
	for _, d := range []*time.Duration{&c.Timeout, &c.Connect} {
		*d = min(max(*d, 0), MaxWait)
	}
	if c.Connect == 0 {
		c.Connect = cmp.Or(c.Timeout, DefaultConnect)
	}
	return c
}

// State is how a connection is doing.
type State int

const (
	// Fresh is a silence within what is usual: under one and a half beats of a known
	// rhythm (10 s at least), or under half the limit if that is less or the rhythm is
	// unknown. Without a limit every silence is Fresh.
	Fresh State = iota
	// Quiet is a longer silence: a beat is missing. So is every silence after a sleep
	// that most likely cost the connection, until a byte comes.
	Quiet
	// Stalled is a silence that reached its limit: cut the connection and resume. It
	// is returned once.
	Stalled
	// Dead is a connection that was Stalled, until a new one is dialled. There is
	// nothing to check, and a byte that still comes of it does not count.
	Dead
)

// Await is what a connection owes next, and with it which limit applies.
type Await int

const (
	AwaitNothing Await = iota // nothing was dialled yet
	AwaitHead                 // the request was sent; Config.Connect is the limit
	AwaitFirst                // the head came, and no byte yet
	AwaitNext                 // bytes came
)

// Verdict is the answer to a check.
type Verdict struct {
	State State
	// Await is what is missing.
	Await Await
	// Silent is how long it has been missing, without the time that the machine slept.
	Silent time.Duration
	// Limit is how long it may be missing. 0 is for ever, or not known yet.
	Limit time.Duration
	// Next is the wait before the next check, in whole milliseconds.
	Next time.Duration
	// Yield asks for one macrotask, so that reads that are due can resolve, and then
	// for the next check at once. It never comes with Stalled, nor twice in a row.
	// A message to oneself will do; a timer, even of 0 ms, is throttled too.
	Yield bool
	// Probe says that after a long sleep a byte must come within the constant of that
	// name; Silent may then be under Limit even when Stalled.
	Probe bool
}
