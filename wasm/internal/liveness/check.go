package liveness

import "time"

// Check returns what to do now, and when to check again. It may be called early; if it is
// called late, it asks for a Yield first.
func (t *Tracker) Check(now time.Duration) Verdict {
	now = t.clock.advance(now)
	c := &t.conn
	limit := t.limit()
	late := c.armed && !c.dead && !c.yielded && now-c.due > tolerance(limit)
	if c.yielded {
		c.yielded = false
		c.excuse(now, limit)
	}
	v := t.judge(now)
	switch {
	case late:
		// due stays as it is: the silence, and the bytes that come now, are measured
		// against the wait that was asked for.
		c.yielded = true
		v.State, v.Yield, v.Next = min(v.State, Quiet), true, 0
		return v
	case v.State == Stalled:
		c.dead, c.doubted = true, t.learned() && !v.Probe
	default:
		c.armed, c.due = true, now+v.Next
	}
	return v
}

// State is how the present connection is doing. Unlike Check, it asks for nothing.
func (t *Tracker) State(now time.Duration) State { return t.judge(t.clock.advance(now)).State }

// QuietAt is the time, by the caller's clock, from which State is no longer Fresh
// unless a byte comes before it; it may have passed. ok is false where no silence is
// too long.
func (t *Tracker) QuietAt() (at time.Duration, ok bool) {
	limit := t.limit()
	if limit == 0 {
		return 0, false
	}
	return t.clock.callers(t.quietFrom(limit)), true
}

// judge compares the silence with its limit.
func (t *Tracker) judge(now time.Duration) Verdict {
	c := &t.conn
	limit := t.limit()
	v := Verdict{Await: c.await, Silent: c.silent(now), Limit: limit, Next: MaxWait, Probe: c.probe}
	quiet := t.quietFrom(limit)
	switch {
	case c.dead:
		v.State = Dead
		return v
	case c.await == AwaitNothing:
		return v
	case limit == 0:
		v.Next = poll
		return v
	case now >= quiet:
		v.State = Quiet
	}
	stall := max(c.since+limit, c.hold)
	if c.probe {
		stall = c.hold
	}
	if now >= stall {
		v.State, v.Next = Stalled, MaxWait
		return v
	}
	next := stall
	if v.State == Fresh {
		next = min(next, quiet)
	}
	v.Next = wait(next-now, limit)
	return v
}

// wait is how long to wait for something that is due after remaining. A sleep that fits
// into a wait shows in no clock. So no wait is longer than a third of the limit, which
// leaves a silence of two beats that was really watched.
func wait(remaining, limit time.Duration) time.Duration {
	d := min(remaining, max(limit/3, time.Millisecond), maxTick)
	// A browser's timer cuts off fractions of a millisecond, and would fire too early.
	return (d + time.Millisecond - 1).Truncate(time.Millisecond)
}

// excuse takes a check that was late, after reads had time to resolve. If they
// brought a byte there is little or nothing to excuse.
func (c *conn) excuse(now, limit time.Duration) {
	gone := c.unwatched(now)
	switch {
	case gone > Throttle:
		c.sleep(now, gone, limit)
	case gone > tolerance(limit) && c.probes == 0:
		c.probes++
		c.hold = now + min(Probe, limit)
	}
}

// tolerance is how late a check may be. With a wait of a third, a check in time comes
// at most seven twelfths of the limit after the one before: one pause of the host between
// the two cannot hide the bytes of a feed that beats three times in a limit.
func tolerance(limit time.Duration) time.Duration {
	if limit == 0 {
		return Tolerance
	}
	return min(Tolerance, limit/4)
}

// sleep takes a sleep off the silence, and gives the connection time to show a byte.
func (c *conn) sleep(now, gone, limit time.Duration) {
	c.since += gone
	c.slept = true
	if c.probes >= maxProbes {
		return
	}
	c.probes++
	c.hold = now + min(Probe, limit)
	if limit > 0 && gone > LongSleep*limit {
		c.probe = true
	}
}

// silent is how long the connection has been silent while somebody could listen.
func (c *conn) silent(now time.Duration) time.Duration {
	if c.await == AwaitNothing {
		return 0
	}
	return min(now-c.since, MaxWait)
}

// limit is how long what the connection owes may be missing; 0 is for ever.
func (t *Tracker) limit() time.Duration {
	c := t.config
	switch {
	case t.conn.await == AwaitNothing:
		return 0
	case t.conn.await == AwaitHead:
		return c.Connect
	case c.Timeout > 0:
		return c.Timeout
	}
	return t.rhythm.limit()
}

// learned reports whether limit is one that was learned.
func (t *Tracker) learned() bool {
	return t.conn.await >= AwaitFirst && t.config.Timeout == 0
}

// quietFrom is when the silence becomes more than Fresh: when it misses a beat, or as
// soon as it began for a connection on probe and for one that is dead.
func (t *Tracker) quietFrom(limit time.Duration) time.Duration {
	c := &t.conn
	beat := t.rhythm.period()
	switch {
	case c.probe || c.dead:
		return c.since
	case beat == 0 || c.await == AwaitHead:
		return c.since + limit/2
	}
	return c.since + min(max(beat*3/2, sampleSpan), limit/2)
}
