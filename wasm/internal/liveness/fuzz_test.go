package liveness

import (
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzAnything gives a tracker events in any order at any times, and holds it to what
// every verdict promises.
func FuzzAnything(f *testing.F) {
	f.Add([]byte("dhbccccccc"), int64(30e9), int64(0), int64(5e9), int64(0))
	f.Add([]byte("dhbccbcc"), int64(-30e9), int64(90e9), int64(0), int64(1))
	f.Add([]byte("cbhdccdhbb"), int64(1<<62), int64(1<<63-1), int64(-1<<63), int64(7))
	f.Add([]byte("dhcc"), int64(0), int64(2), int64(2), int64(0))
	f.Fuzz(func(t *testing.T, events []byte, step, timeout, connect, seed int64) {
		r := rand.New(rand.NewSource(seed))
		tr := New(Config{Timeout: time.Duration(timeout), Connect: time.Duration(connect)})
		now, yielded, dead := time.Duration(0), false, false
		for _, e := range events {
			now += time.Duration(r.Float64() * float64(step)) // may overflow, and so leap
			switch e {
			case 'd':
				tr.Dial(now)
				yielded, dead = false, false
			case 'h':
				tr.Head(now)
			case 'b':
				tr.Byte(now)
			default:
				v := tr.Check(now)
				for _, d := range []time.Duration{v.Silent, v.Limit, v.Next, tr.Rhythm()} {
					require.True(t, d >= 0 && d <= MaxWait, "%+v", v)
				}
				require.Equal(t, v.Yield, v.Next == 0, "a wait of nothing is a yield, %+v", v)
				require.False(t, v.Yield && (yielded || v.State >= Stalled), "%+v", v)
				require.Zero(t, v.Next%time.Millisecond)
				require.Equal(t, dead, v.State == Dead, "%+v", v)
				yielded, dead = v.Yield, v.State >= Stalled
			}
		}
	})
}
