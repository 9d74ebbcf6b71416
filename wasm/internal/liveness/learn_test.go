package liveness

import (
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const second = time.Second

func TestLearnsAKeepAlive(t *testing.T) {
	for _, c := range []struct{ period, limit, again time.Duration }{
		{5 * second, 30 * second, 10 * second},
		{15 * second, 45 * second, 15 * second},
		{20 * second, 60 * second, 20 * second},
		{30 * second, 90 * second, 30 * second},
		{45 * second, 135 * second, 45 * second},
		{300 * second, 600 * second, 60 * second},
		{900 * second, 1800 * second, 60 * second},
	} {
		t.Run(c.period.String(), func(t *testing.T) {
			tr := New(Config{})
			last := beat(tr, c.period, 40)
			assert.Equal(t, c.period, tr.Rhythm())
			assert.Equal(t, Verdict{Await: AwaitNext, Limit: c.limit, Next: c.again}, tr.Check(last))

			p := &page{tracker: tr}
			p.arm(last)
			require.True(t, p.until(last+2*c.limit))
			assert.Equal(t, last+c.limit, p.now, "in time to the millisecond")
		})
	}
}

func TestSteadyBeatThenSilence(t *testing.T) {
	tr := New(Config{})
	require.Equal(t, 600*second, beat(tr, 15*second, 40))
	play(t, tr, `
		600   check -> fresh, silent for 0s of 45s, again in 15s
		615   check -> fresh, silent for 15s of 45s, again in 7.5s
		622.5 check -> quiet, silent for 22.5s of 45s, again in 15s
		637.5 check -> quiet, silent for 37.5s of 45s, again in 7.5s
		645   check -> stalled, silent for 45s of 45s
		646   check -> dead, silent for 46s of 45s`)
}

func TestKnowsNothingBeforeEightSamples(t *testing.T) {
	tr := New(Config{})
	last := beat(tr, 15*second, MinSamples) // the first byte opens the first gap
	assert.Zero(t, tr.Rhythm())
	p := &page{tracker: tr}
	p.arm(last)
	assert.False(t, p.until(last+24*time.Hour))
	assert.Equal(t, Fresh, p.last.State)

	tr = New(Config{})
	beat(tr, 15*second, MinSamples+1)
	assert.Equal(t, 15*second, tr.Rhythm())
}

func TestLimitLearnedDuringAWaitIsNotMissed(t *testing.T) {
	tr := New(Config{})
	tr.Dial(0)
	tr.Head(0)
	p := &page{tracker: tr}
	p.arm(0)
	for now := time.Duration(0); now <= 90*second; now += second {
		p.until(now)
		tr.Byte(now)
	}
	require.True(t, p.until(time.Hour))
	assert.Equal(t, 90*second+MinLimit, p.now)
}

func TestABurstIsOneArrival(t *testing.T) {
	tr := New(Config{})
	tr.Dial(0)
	tr.Head(0)
	for i := range 40 {
		for chunk := range 200 {
			tr.Byte(time.Duration(i)*15*second + time.Duration(chunk)*3*time.Millisecond)
		}
		if i < MinSamples {
			assert.Zero(t, tr.Rhythm(), "8000 chunks are not evidence, 8 gaps are")
		}
	}
	assert.InDelta(t, 15, tr.Rhythm().Seconds(), 1)
	assert.InDelta(t, 45, tr.limit().Seconds(), 3)
}

func TestTokensThenAPause(t *testing.T) {
	tr := New(Config{})
	now := beat(tr, 10*time.Millisecond, 300) // 3 s
	p := &page{tracker: tr}
	p.arm(now)
	assert.False(t, p.until(now+time.Hour), "too short to learn from")

	tr = New(Config{})
	now = beat(tr, 10*time.Millisecond, 12000) // 2 min
	p = &page{tracker: tr}
	p.arm(now)
	assert.False(t, p.until(now+20*second))
	tr.Byte(p.now)
	now = p.now
	for range 1000 {
		now += 10 * time.Millisecond
		p.until(now)
		tr.Byte(now)
	}
	assert.Equal(t, 120*second, tr.limit(), "the pause was shown, and nothing says that it is the longest")
	assert.True(t, p.until(now+125*second))
}

func TestKeepAliveAmongMessages(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	tr := New(Config{})
	tr.Dial(0)
	tr.Head(0)
	now := time.Duration(0)
	for range 500 {
		tr.Byte(now)
		// The server sends a keep-alive when nothing was sent for 20 s.
		now += min(20*second, time.Duration(r.ExpFloat64()*float64(15*second)))
	}
	assert.Equal(t, 20*second, tr.Rhythm())
	assert.Equal(t, 60*second, tr.limit())
}

func TestOneLateBeatDoesNotHideTheRhythm(t *testing.T) {
	tr := New(Config{})
	now := beat(tr, 15*second, 40)
	now += 31 * second
	tr.Byte(now)
	assert.Equal(t, 15*second, tr.Rhythm())
	assert.Equal(t, 93*second, tr.limit(), "but it was shown")
	for range 32 {
		now += 15 * second
		tr.Byte(now)
	}
	assert.Equal(t, 45*second, tr.limit(), "forgotten after 32 samples")
}

func TestIrregularFeedIsNotCut(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	tr := New(Config{})
	tr.Dial(0)
	tr.Head(0)
	stalls, now := 0, time.Duration(0)
	for range 200000 { // 46 days
		gap := time.Duration(r.ExpFloat64() * float64(20*second))
		if limit := tr.limit(); limit > 0 && gap >= limit {
			stalls++
		}
		now += gap
		tr.Byte(now)
	}
	assert.LessOrEqual(t, stalls, 1)
}

func TestAFeedThatFellQuietIsAskedEverMoreSeldom(t *testing.T) {
	tr := New(Config{})
	now := beat(tr, 2*second, 100)
	p := &page{tracker: tr}
	var limits []time.Duration
	for range 7 {
		p.arm(now)
		require.True(t, p.until(now+time.Hour))
		limits = append(limits, p.now-now)
		now = p.now
		tr.Dial(now)
		tr.Head(now)
	}
	assert.Equal(t, []time.Duration{30 * second, 60 * second, 120 * second, 240 * second,
		480 * second, 600 * second, 600 * second}, limits)

	for range 200 {
		now += 2 * second
		tr.Byte(now)
	}
	assert.Equal(t, 30*second, tr.limit(), "busy again")
}

func TestWhatWasLearnedOutlivesTheConnection(t *testing.T) {
	tr := New(Config{})
	now := beat(tr, 15*second, 40)
	tr.Dial(now + 100*second)
	tr.Head(now + 101*second)
	assert.Equal(t, 15*second, tr.Rhythm())
	v := tr.Check(now + 101*second)
	assert.Equal(t, 45*second, v.Limit)
	assert.Equal(t, AwaitFirst, v.Await)
	tr.Byte(now + 110*second)
	assert.Equal(t, 45*second, tr.limit(), "the time without a connection is no gap")
}
