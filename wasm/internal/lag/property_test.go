package lag

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzAnything gives a meter messages at any times and holds it to what it promises:
// lag is never negative, and events come at the limit, at twice the lag of the last one,
// and under half of the limit.
func FuzzAnything(f *testing.F) {
	f.Add(uint64(1), int64(5000), int64(20_000), int64(3000))
	f.Add(uint64(2), int64(1), int64(1e14), int64(1e14))
	f.Add(uint64(3), int64(60_000), int64(600_000), int64(1_000_000))
	f.Add(uint64(4), int64(0), int64(100), int64(-5))
	f.Fuzz(func(t *testing.T, seed uint64, warn, offsets, gaps int64) {
		r := rand.New(rand.NewPCG(seed, 0))
		warn = int64(uint64(warn) % 1e9)
		m := New(Config{Warn: time.Duration(warn) * time.Millisecond})
		now, warned := int64(epoch), int64(0)
		offset := 0.0
		for i := range 1000 {
			now += int64((r.Float64() - 0.02) * float64(gaps))
			if r.IntN(20) == 0 {
				offset = (r.Float64() - 0.5) * float64(offsets)
			}
			due := m.Note(now-int64(offset*(0.9+0.2*r.Float64())), now)
			lag := m.Lag().Milliseconds()
			if lag < 0 {
				t.Fatalf("a lag of %d ms", lag)
			}
			if i%50 == 0 {
				trend := m.Trend()
				require.False(t, math.IsNaN(trend) || math.IsInf(trend, 0))
			}
			if !due {
				continue
			}
			switch {
			case warned == 0:
				require.Greater(t, lag, warn)
				warned = lag
			case lag < warned:
				require.Less(t, 2*lag, warn)
				warned = 0
			default:
				require.GreaterOrEqual(t, lag, 2*warned)
				warned = lag
			}
			require.Positive(t, warn)
		}
	})
}
