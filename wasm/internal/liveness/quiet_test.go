package liveness

import (
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever happens in whatever order, a connection is Fresh before QuietAt and no longer
// from then on.
func TestQuietAtIsWhereFreshEnds(t *testing.T) {
	seen := map[string]bool{}
	for seed := range int64(400) {
		r := rand.New(rand.NewSource(seed))
		tr := New(Config{
			Timeout: []time.Duration{0, 0, 1, 9 * second, 20 * second, MaxWait}[r.Intn(6)],
			Connect: []time.Duration{0, 5 * second}[r.Intn(2)],
		})
		now := 1000 * second
		for range 200 {
			now += something(r, tr, now)
			agree(t, r, tr, now, seen)
		}
	}
	for _, what := range []string{"nothing expected", "Fresh", "Quiet", "Dead", "on probe", "with a rhythm", "without a head"} {
		assert.Contains(t, seen, what)
	}
}

// something happens to a tracker, and takes a time that may be negative where a clock is
// set back.
func something(r *rand.Rand, tr *Tracker, now time.Duration) (took time.Duration) {
	switch r.Intn(20) {
	case 0:
		tr.Dial(now)
	case 1, 2:
		tr.Head(now)
	case 3, 4, 5, 6:
		tr.Check(now)
	case 7:
		return time.Duration(r.Int63n(int64(3 * 3600 * second)))
	case 8:
		return -time.Duration(r.Int63n(int64(20 * second)))
	case 9:
		return time.Duration(r.Int63n(int64(30 * second)))
	default:
		tr.Byte(now)
		return 11 * second
	}
	return 0
}

// agree compares QuietAt with State at times around it, none of them in the past.
func agree(t *testing.T, r *rand.Rand, tr *Tracker, now time.Duration, seen map[string]bool) {
	t.Helper()
	state := func(now time.Duration) State {
		later := *tr // State moves its clock
		return later.State(now)
	}
	tr.State(now)
	at, ok := tr.QuietAt()
	times := []time.Duration{now, at - 1, at, at + 1, now + time.Duration(r.Int63n(int64(time.Hour))), now + 2*MaxWait}
	for _, then := range times {
		if then < now {
			continue
		}
		s := state(then)
		require.Equal(t, ok && then >= at, s != Fresh, "%v at %v: quiet at %v", s, then, at)
		seen[[]string{"Fresh", "Quiet", "Quiet", "Dead"}[s]] = true
	}
	seen["nothing expected"] = seen["nothing expected"] || !ok
	seen["on probe"] = seen["on probe"] || tr.conn.probe
	seen["with a rhythm"] = seen["with a rhythm"] || ok && tr.rhythm.period() > 0
	seen["without a head"] = seen["without a head"] || ok && tr.conn.await == AwaitHead
}

// A connection that a sleep most likely cost is quiet before a beat is missing again.
func TestConnectionOnProbeIsQuietSinceItsSilenceBegan(t *testing.T) {
	tr := New(Config{Timeout: 20 * second})
	tr.Dial(0)
	tr.Head(0)
	tr.Check(0)
	at, ok := tr.QuietAt()
	assert.Equal(t, []any{10 * second, true}, []any{at, ok})
	require.True(t, tr.Check(3600*second).Yield)
	require.True(t, tr.Check(3600*second).Probe)
	at, ok = tr.QuietAt()
	assert.True(t, ok)
	assert.LessOrEqual(t, at, 3600*second)
	tr.Byte(3601 * second)
	at, _ = tr.QuietAt()
	assert.Equal(t, 3611*second, at, "a byte ends it")
}
