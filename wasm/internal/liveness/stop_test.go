package liveness

import (
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStop is about a limit of 1 s and a machine that stops for little longer: in time
// for a long limit is late for a short one.
func TestStop(t *testing.T) {
	for name, script := range map[string]string{
		"with bytes waiting": `
			1.1  check -> quiet, silent for 1.1s of 1s, yield
			1.1  byte
			1.1  check -> fresh, silent for 0s of 1s, again in 334ms`,
		"with bytes that need more than one turn": `
			1.1   check -> quiet, silent for 1.1s of 1s, yield
			1.1   check -> quiet, silent for 1.1s of 1s, again in 334ms
			1.2   byte
			1.434 check -> fresh, silent for 234ms of 1s, again in 266ms`,
		"and dead": `
			1.1   check -> quiet, silent for 1.1s of 1s, yield
			1.1   check -> quiet, silent for 1.1s of 1s, again in 334ms
			1.434 check -> quiet, silent for 1.434s of 1s, again in 334ms
			1.768 check -> quiet, silent for 1.768s of 1s, again in 332ms
			2.1   check -> stalled, silent for 2.1s of 1s`,
		"hidden and dead": `
			1 check -> quiet, silent for 1s of 1s, yield
			1 check -> quiet, silent for 1s of 1s, again in 334ms
			2 check -> quiet, silent for 2s of 1s, yield
			2 check -> stalled, silent for 2s of 1s`,
	} {
		t.Run(name, func(t *testing.T) {
			tr := New(Config{Timeout: time.Second})
			play(t, tr, `
				0 dial
				0 head
				0 byte
				0 check -> fresh, silent for 0s of 1s, again in 334ms`)
			play(t, tr, script)
		})
	}
}

// TestStopsRaiseNoStall: a feed that beats three times in a limit, however short, is not
// cut, however long the machine stops, if it runs for a moment in between.
func TestStopsRaiseNoStall(t *testing.T) {
	for seed := range int64(200) {
		limit := time.Duration((0.1 + 20*rand.New(rand.NewSource(seed)).Float64()) * float64(second))
		w := newWorld(seed, limit/3)
		w.tracker = New(Config{Timeout: limit})
		w.tracker.Dial(w.now)
		w.tracker.Head(w.now)
		w.check()
		for i := range 400 {
			stop := time.Duration(w.ExpFloat64() * float64(limit))
			v := w.sleep(stop)
			require.Less(t, v.State, Stalled, "seed %d, limit %v, stop %d of %v: %s", seed, limit, i, stop, say(v))
			w.read()
			require.Less(t, w.wait(0).State, Stalled)
		}
	}
}

// TestDeadFeedWithAShortLimit: timers up to 2 s late cost no more than another limit and
// 2 s twice.
func TestDeadFeedWithAShortLimit(t *testing.T) {
	for seed := range int64(500) {
		r := rand.New(rand.NewSource(seed))
		limit := time.Duration((0.1 + 7.9*r.Float64()) * float64(second))
		w := &world{Rand: r, tracker: New(Config{Timeout: limit}), next: 1 << 62}
		w.tracker.Dial(0)
		w.tracker.Head(0)
		for v := w.check(); v.State < Stalled; {
			v = w.wait(time.Duration(r.Float64() * float64(Tolerance)))
		}
		assert.GreaterOrEqual(t, w.now, limit, "seed %d", seed)
		assert.LessOrEqual(t, w.now, 2*limit+2*Tolerance, "seed %d", seed)
	}
}
