package lag

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClocksThatDiffer(t *testing.T) {
	for _, skew := range []float64{0, hour, -hour, 400 * 24 * hour} {
		w := newWorld(t, 1)
		w.page = constant(skew)
		w.stream(0, 30*minute, 0.1, constant(0.25))
		assert.Zero(t, w.meter.Lag(), "skew %v", skew)
		assert.Zero(t, w.meter.Trend())
		assert.Equal(t, skew+0.25, w.meter.Offset().Seconds())
		w.noEvents()
	}
}

func TestNothingIsKnownAtFirst(t *testing.T) {
	w := newWorld(t, 1)
	assert.Zero(t, w.meter.Lag())
	assert.Zero(t, w.meter.Offset())
	assert.Zero(t, w.meter.Trend())
	w.stream(0, 4.9, 0.1, constant(3))
	assert.Zero(t, w.meter.Offset(), "no bucket is full")
	w.stream(4.9, 5.2, 0.1, constant(3))
	assert.Equal(t, 3*time.Second, w.meter.Offset())
	assert.Zero(t, w.meter.Lag(), "behind from the very start")
}

// TestGrowingQueue: each second takes the feed a tenth of a second further behind.
func TestGrowingQueue(t *testing.T) {
	w := newWorld(t, 5)
	w.stream(0, 5*minute, 0.1, w.network)
	assert.InDelta(t, 0, w.meter.Trend(), 3)
	w.stream(5*minute, 25*minute, 0.1, w.queue(5*minute, 0.1))
	assert.InDelta(t, 20*minute*0.1/0.9, w.lag(), 2)
	assert.InDelta(t, 100, w.meter.Trend(), 5, "ms a second")
	var lags []float64
	for _, e := range w.events {
		lags = append(lags, e.lag)
	}
	require.Len(t, lags, 5, "%v", lags)
	for i, want := range []float64{5, 10, 20, 40, 80} {
		if i > 0 {
			want = 2 * lags[i-1]
		}
		assert.True(t, lags[i] > want && lags[i] < want+2, "%v: %v is not over %v by what grows in patience", lags, lags[i], want)
	}
}

// TestRecovery: once, when lag is under half of the limit.
func TestRecovery(t *testing.T) {
	w := newWorld(t, 5)
	w.stream(0, 5*minute, 0.1, w.network)
	w.stream(5*minute, 8*minute, 0.1, w.queue(5*minute, 0.1))
	before := len(w.events)
	require.Equal(t, 2, before)
	const most = 3 * minute * 0.1 / 0.9
	catchingUp := func(sent float64) float64 { return max(most-(sent-8*minute)*0.2, 0) + w.network(sent) }
	w.stream(8*minute, 9*minute, 0.1, catchingUp)
	assert.InDelta(t, -0.2/0.8*1000, w.meter.Trend(), 10)
	assert.Len(t, w.events, before)
	w.stream(9*minute, 20*minute, 0.1, catchingUp)
	require.Len(t, w.events, before+1)
	assert.Less(t, w.events[before].lag, 2.5)
	assert.InDelta(t, 8*minute+(most-2.5)/0.2, w.events[before].at, 25)
	w.stream(20*minute, 21*minute, 0.1, w.queue(20*minute, 0.5))
	assert.Len(t, w.events, before+3, "and from the limit on anew")
}

// TestSlowGrowth: 7 s an hour, which is 20 times what a clock drifts.
func TestSlowGrowth(t *testing.T) {
	w := newWorld(t, 5)
	w.stream(0, 4*hour, 0.5, w.queue(0, 0.002))
	assert.InDelta(t, 4*7.2, w.lag(), 0.5)
	assert.InDelta(t, 2, w.meter.Trend(), 2)
	assert.Len(t, w.events, 3)
}

func TestBehindAtOnce(t *testing.T) {
	for _, c := range []struct{ every, within float64 }{{0.01, 20}, {1, 20}, {10, 140}, {60, 14 * minute}} {
		w := newWorld(t, 5)
		w.stream(0, hour, c.every, w.network)
		w.stream(hour, hour+20*minute, c.every, w.behind(60))
		require.NotEmpty(t, w.events, "a message every %v s", c.every)
		assert.InDelta(t, 60, w.events[0].lag, 2)
		assert.LessOrEqual(t, w.events[0].at, hour+60+c.within)
	}
}

// TestForgotten: a feed that is behind and stays there, or a clock that was set.
func TestForgotten(t *testing.T) {
	w := newWorld(t, 5)
	w.stream(0, hour, 1, w.network)
	w.stream(hour, hour+9*minute, 1, w.behind(60))
	assert.InDelta(t, 60, w.lag(), 0.1, "not so soon")
	w.stream(hour+9*minute, hour+17*minute, 1, w.behind(60))
	assert.InDelta(t, 0, w.lag(), 0.1)
	assert.InDelta(t, 60, w.meter.Offset().Seconds(), 0.2, "which does not forget")
	require.Len(t, w.events, 2)
	assert.Less(t, w.events[1].at, hour+16*minute)
}

func TestWithoutALimit(t *testing.T) {
	for _, warn := range []float64{0, -1, 0.0009} {
		w := newWorld(t, warn)
		w.stream(0, 10*minute, 0.1, w.queue(0, 0.5))
		w.noEvents()
		assert.InDelta(t, 600, w.lag(), 5)
	}
}

func TestTimesThatCannotBe(t *testing.T) {
	m := New(Config{Warn: time.Second})
	for i := range int64(1000) {
		assert.False(t, m.Note(0, epoch+i*1000))
		assert.False(t, m.Note(epoch, i))
		assert.False(t, m.Note(1<<62, epoch+i*1000))
		assert.False(t, m.Note(-1<<62, 1<<62))
	}
	assert.Equal(t, New(Config{Warn: time.Second}), m)
}

// TestSmallLimit: no lag is under half of a millisecond.
func TestSmallLimit(t *testing.T) {
	w := newWorld(t, 0.001)
	w.stream(0, minute, 0.1, constant(0))
	w.stream(minute, 2*minute, 0.1, constant(1))
	w.stream(2*minute+1, 3*minute, 0.1, constant(0))
	assert.Len(t, w.events, 2)
}

func TestLagBeyondDuration(t *testing.T) {
	m := New(Config{Warn: time.Second})
	for i := range int64(20) {
		m.Note(1e14-1, 1e11+i*1000)
	}
	for i := range int64(20) {
		m.Note(1e14-1, 1e14-20_000+i*1000)
	}
	assert.Greater(t, m.Lag(), 290*365*24*time.Hour)
	assert.Zero(t, m.Offset().Truncate(time.Minute))
	for i := range int64(20) {
		m.Note(1e14-1, 1e11+i*1000)
	}
	assert.Less(t, m.Offset(), -290*365*24*time.Hour)
}

func TestNoteDoesNotAllocate(t *testing.T) {
	w := newWorld(t, 1)
	at := 0.0
	assert.Zero(t, testing.AllocsPerRun(10_000, func() {
		at++
		w.meter.Note(epoch+int64(at*900), epoch+int64(at*1000))
		w.meter.Trend()
	}))
	assert.Greater(t, w.lag(), 900.0)
}
