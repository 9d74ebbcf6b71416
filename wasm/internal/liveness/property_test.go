package liveness

import (
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// world is a server and a page that sleeps, or is throttled, as a seed has it.
type world struct {
	*rand.Rand
	tracker *Tracker
	gap     time.Duration // no gap of the server is longer, and none under 0.6 of it
	now     time.Duration // the page's time
	due     time.Duration // its timer
	next    time.Duration // the server's next chunk
	alive   time.Duration // how long the server goes on
}

// newWorld has a tracker that is warm.
func newWorld(seed int64, gap time.Duration) *world {
	w := &world{Rand: rand.New(rand.NewSource(seed)), tracker: New(Config{}), gap: gap, alive: 1 << 62}
	w.tracker.Dial(0)
	w.tracker.Head(0)
	w.check()
	for w.tracker.rhythm.count < MinSamples {
		w.wait(0)
	}
	return w
}

// check obeys the protocol: late reads arrive during the yield.
func (w *world) check() Verdict {
	v := w.tracker.Check(w.now)
	if v.Yield {
		w.read()
		v = w.tracker.Check(w.now)
	}
	w.due = w.now + v.Next
	return v
}

// read delivers what the server has sent until now.
func (w *world) read() {
	for w.next <= w.now && w.next <= w.alive {
		for range 1 + w.Intn(3) {
			w.tracker.Byte(w.now)
		}
		w.next += time.Duration((0.6 + 0.4*w.Float64()) * float64(w.gap))
	}
}

// wait lets the timer fire, late or not; bytes come in time.
func (w *world) wait(late time.Duration) Verdict {
	fires := w.due + late
	for w.next <= fires && w.next <= w.alive {
		w.now = max(w.now, w.next)
		w.read()
	}
	w.now = max(w.now, fires)
	return w.check()
}

// sleep stops the page at once. The timer fires on waking if it was due, and whether
// it or the bytes come first is chance.
func (w *world) sleep(d time.Duration) Verdict {
	w.now += d
	if w.now < w.due || w.Intn(2) == 0 {
		w.read()
	}
	if w.now < w.due {
		return Verdict{}
	}
	return w.check()
}

// lateness is from nothing to three hours, each order of magnitude as likely.
func (w *world) lateness() time.Duration {
	scale := []time.Duration{0, second, 10 * second, 60 * second, 10 * 60 * second, 3 * 3600 * second}
	return time.Duration(w.Float64() * float64(scale[w.Intn(len(scale))]))
}

func neverStalls(t *testing.T, seed int64, gap time.Duration, sleeps bool) {
	w := newWorld(seed, gap)
	for i := range 400 {
		var v Verdict
		if sleeps && w.Intn(3) == 0 {
			v = w.sleep(w.lateness())
		} else {
			v = w.wait(w.lateness())
		}
		require.Less(t, v.State, Stalled, "seed %d, gap %v, step %d: %s, rhythm %v",
			seed, gap, i, say(v), w.tracker.rhythm.samples)
	}
}

// TestLivingFeedNeverStalls: whatever the lateness of checks, and however long the
// page sleeps, a feed that keeps to its gaps is not cut.
func TestLivingFeedNeverStalls(t *testing.T) {
	for seed := range int64(100) {
		gap := time.Duration(rand.New(rand.NewSource(seed)).ExpFloat64() * float64(40*second))
		neverStalls(t, seed, max(gap, second), seed%2 == 0)
	}
}

func FuzzLivingFeedNeverStalls(f *testing.F) {
	f.Add(int64(1), uint32(15000), true)
	f.Add(int64(2), uint32(45000), false)
	f.Add(int64(3), uint32(3600000), true)
	f.Fuzz(func(t *testing.T, seed int64, gapMillis uint32, sleeps bool) {
		neverStalls(t, seed, time.Duration(gapMillis%7200000+1000)*time.Millisecond, sleeps)
	})
}

// TestDeadFeedStallsInTime: with timers that are at most 2 s late the stall comes
// within 2 s of the limit, or of a minute if the limit is shorter.
func TestDeadFeedStallsInTime(t *testing.T) {
	for seed := range int64(500) {
		gap := time.Duration(rand.New(rand.NewSource(seed)).ExpFloat64() * float64(40*second))
		w := newWorld(seed, max(gap, second))
		for range w.Intn(100) {
			w.wait(time.Duration(w.Float64() * float64(Tolerance)))
		}
		w.alive = w.now
		last := w.tracker.conn.last
		limit := w.tracker.limit()
		v := w.wait(0)
		for v.State < Stalled {
			v = w.wait(time.Duration(w.Float64() * float64(Tolerance)))
		}
		assert.GreaterOrEqual(t, w.now-last, limit, "seed %d", seed)
		assert.LessOrEqual(t, w.now-last, max(limit, time.Minute)+Tolerance, "seed %d", seed)
	}
}

// TestDeadFeedStallsInAHiddenPage: with timers on the full minute it takes two more
// minutes at most.
func TestDeadFeedStallsInAHiddenPage(t *testing.T) {
	for seed := range int64(500) {
		gap := time.Duration(rand.New(rand.NewSource(seed)).ExpFloat64() * float64(40*second))
		w := newWorld(seed, max(gap, second))
		minute := func() Verdict {
			fires := (w.due + time.Minute - 1).Truncate(time.Minute)
			return w.wait(fires - w.due)
		}
		for range w.Intn(100) {
			require.Less(t, minute().State, Stalled)
		}
		w.alive = w.now
		last := w.tracker.conn.last
		limit := w.tracker.limit()
		for minute().State < Stalled {
		}
		assert.GreaterOrEqual(t, w.now-last, limit, "seed %d", seed)
		assert.LessOrEqual(t, w.now-last, limit+2*time.Minute, "seed %d", seed)
	}
}

// TestDeadFeedStallsAfterASleep: 10 s after waking, if the sleep was long.
func TestDeadFeedStallsAfterASleep(t *testing.T) {
	for seed := range int64(500) {
		gap := time.Duration(rand.New(rand.NewSource(seed)).ExpFloat64() * float64(40*second))
		w := newWorld(seed, max(gap, second))
		w.alive = w.now
		w.sleep(w.due - w.now + max(LongSleep*w.tracker.limit(), Throttle) + second)
		woke := w.now
		for w.wait(0).State < Stalled {
		}
		assert.Equal(t, woke+Probe, w.now, "seed %d", seed)
	}
}
