package liveness

import "time"

// A Tracker judges the connections of one feed, one after the other. What it learned
// of the feed outlives each of them.
type Tracker struct {
	config Config
	rhythm rhythm
	clock  clock
	conn   conn
}

// conn is what a Dial forgets. Its times are the tracker's own.
type conn struct {
	await   Await
	dead    bool
	doubted bool // dead by a learned limit, which may have been too short

	last  time.Duration // the last sign of life
	since time.Duration // the silence counts from here: last, plus the sleep since then
	slept bool          // part of the present gap was sleep

	armed   bool          // a check is expected
	due     time.Duration // at this time
	yielded bool          // it came late, and was answered with Yield

	hold   time.Duration // no stall before this time
	probes int           // how often hold was set in this silence
	probe  bool          // hold replaces the limit

	sampling bool          // a sample is being taken
	start    time.Duration // since this time
	longest  time.Duration // the longest gap in it
	woke     time.Duration // when the first byte came after a sleep
}

// New makes the tracker of a feed that has not yet dialled.
func New(c Config) *Tracker { return &Tracker{config: c.clamped()} }

// Dial takes the sending of a request. A connection before it is forgotten.
func (t *Tracker) Dial(now time.Duration) {
	now = t.clock.advance(now)
	if t.conn.doubted {
		t.rhythm.stalled()
	}
	t.conn = conn{await: AwaitHead, last: now, since: now}
}

// Head takes the arrival of the response's head.
func (t *Tracker) Head(now time.Duration) {
	now = t.clock.advance(now)
	if c := &t.conn; c.await == AwaitHead && !c.dead {
		c.await = AwaitFirst
		c.alive(now)
	}
}

// Byte takes the arrival of a chunk, whatever is in it. It is cheap enough for every
// chunk: it allocates nothing, and needs no new check.
func (t *Tracker) Byte(now time.Duration) {
	now = t.clock.advance(now)
	c := &t.conn
	if c.dead || c.await == AwaitNothing {
		return
	}
	if c.await == AwaitNext {
		t.learn(now)
	} else {
		// How long the first byte takes says nothing about the beat.
		c.await, c.sampling, c.start, c.longest = AwaitNext, true, now, 0
	}
	c.alive(now)
}

// Rhythm is the learned period of the keep-alive, 0 while unknown or if there is none.
// It shows what was learned: a verdict holds only the limit that follows from it.
func (t *Tracker) Rhythm() time.Duration { return t.rhythm.period() }

// alive ends a silence.
func (c *conn) alive(now time.Duration) {
	c.last, c.since, c.slept = now, now, false
	c.hold, c.probes, c.probe = 0, 0, false
}

// unwatched is for how long, beyond the wait that was asked for, nothing has shown that
// somebody was awake to listen. A byte shows it as well as a check does: the network of a
// hidden page is not throttled.
func (c *conn) unwatched(now time.Duration) time.Duration {
	if !c.armed {
		return 0
	}
	return max(now-max(c.due, c.since), 0)
}

// learn takes the gap before a byte into the sample under way.
func (t *Tracker) learn(now time.Duration) {
	c := &t.conn
	if c.slept || c.unwatched(now) > Throttle {
		c.sampling, c.woke = false, now
		return
	}
	if !c.sampling {
		// What had gathered during a sleep comes at once, later than it was sent: the
		// gap that follows looks shorter than it is, and must not be learned either.
		if now-c.woke > Tolerance {
			c.sampling, c.start, c.longest = true, now, 0
		}
		return
	}
	c.longest = min(max(c.longest, now-c.last), MaxWait)
	if now-c.start >= sampleSpan {
		t.rhythm.add(c.longest)
		c.start, c.longest = now, 0
	}
}

// A clock is the caller's clock without its leaps: it never goes back, and not
// forward by more than MaxWait at once.
type clock struct {
	started     bool
	caller, own time.Duration // the same moment by both clocks
}

func (k *clock) advance(now time.Duration) time.Duration {
	if k.started && now > k.caller {
		step := now - k.caller
		if step < 0 || step > MaxWait { // negative: it overflowed
			step = MaxWait
		}
		k.own += step
	}
	k.started, k.caller = true, now
	return k.own
}

// callers is a time of the tracker's own by the caller's clock, if that leaps no more.
func (k *clock) callers(own time.Duration) time.Duration { return k.caller + own - k.own }
