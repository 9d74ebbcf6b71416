package lag

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Most feeds here are not behind, whatever their messages look like, or only for as long
// as they catch up.

func TestJitter(t *testing.T) {
	for _, every := range []float64{0.01, 0.1, 1, 5, 30} {
		w := newWorld(t, 1)
		w.stream(0, 6*hour*min(every*10, 1), every, func(float64) float64 { return 0.05 + 0.3*w.ExpFloat64() })
		w.noEvents()
	}
}

// TestSlowMessages: one in five takes 12 s.
func TestSlowMessages(t *testing.T) {
	for _, every := range []float64{1, 20} {
		w := newWorld(t, 5)
		w.stream(0, 20*hour, every, func(at float64) float64 {
			if w.IntN(5) == 0 {
				return 12
			}
			return w.network(at)
		})
		w.noEvents()
	}
}

// TestLateMessages: some messages are found hours after their time.
func TestLateMessages(t *testing.T) {
	for _, every := range []float64{0.02, 1, 10} {
		w := newWorld(t, 5)
		end := 20 * hour * min(every, 1)
		w.stream(0, end, every, func(at float64) float64 {
			if w.IntN(6) == 0 {
				return min(2*hour*w.Float64(), end-at)
			}
			return w.network(at)
		})
		w.noEvents()
		assert.Less(t, w.lag(), 1.0)
	}
}

// TestOneTimeTooEarly: a message that has not been sent yet changes nothing.
func TestOneTimeTooEarly(t *testing.T) {
	w := newWorld(t, 5)
	w.stream(0, 10*minute, 1, w.network)
	w.message(10*minute+hour, 10*minute)
	w.stream(10*minute, 11*minute, 1, w.network)
	w.noEvents()
	assert.Less(t, w.lag(), 0.2)
	w.stream(11*minute, 12*minute, 1, w.behind(60))
	assert.Len(t, w.events, 1)
	assert.InDelta(t, 60, w.lag(), 0.2)
}

// catchUp delivers what was sent during an outage so many times as fast, up to where it
// meets what is sent meanwhile.
func (w *world) catchUp(from, to, speed float64) (met float64) {
	at := to
	for sent := from; sent < at; sent += 0.1 {
		at += 0.1 / speed
		w.message(sent, at)
	}
	return at
}

// TestReplay: after a reconnection the last five minutes come again.
func TestReplay(t *testing.T) {
	w := newWorld(t, 5)
	w.stream(0, 20*minute, 0.1, w.network)
	for sent := 15 * minute; sent < 19.5*minute; sent += 0.1 {
		w.message(sent, 20*minute+(sent-15*minute)/5)
		assert.Less(t, w.lag(), 0.2, "nothing is new, and nothing known")
	}
	w.catchUp(19.5*minute, 21*minute, 5)
	w.stream(22*minute, 40*minute, 0.1, w.network)
	w.noEvents()
}

// TestReplayBehind: of a feed that is behind, as it was before.
func TestReplayBehind(t *testing.T) {
	w := newWorld(t, 5)
	w.stream(0, 20*minute, 0.1, w.network)
	w.stream(20*minute, 22*minute, 0.1, w.behind(60))
	w.stream(18*minute, 18.2*minute, 0.1, w.behind(5*minute+1))
	w.stream(23*minute, 24*minute, 0.1, w.behind(60))
	assert.Len(t, w.events, 1)
	assert.InDelta(t, 60, w.lag(), 0.2)
}

// TestReplayBetween: the same, but slowly, and new messages between, of which there are
// few.
func TestReplayBetween(t *testing.T) {
	w := newWorld(t, 5)
	w.stream(0, 20*minute, 0.1, w.network)
	for i := range 4 * 60 * 10 {
		at := 20*minute + float64(i)/10
		w.message(at-5*minute, at)
		if i%400 == 0 {
			w.message(at-w.network(at), at)
		}
	}
	w.noEvents()
	assert.Less(t, w.lag(), 0.2)
}

// TestBackfill: after an outage, what was missed comes first.
func TestBackfill(t *testing.T) {
	for _, outage := range []float64{20, 2 * minute, 10 * minute} {
		for _, speed := range []float64{1.8, 3, 100} {
			w := newWorld(t, 5)
			w.stream(0, 20*minute, 0.1, w.network)
			met := w.catchUp(20*minute, 20*minute+outage, speed)
			w.stream(met, hour, 0.1, w.network)
			w.noEvents()
			assert.Less(t, w.lag(), 0.2)
		}
	}
}

// TestSlowBackfill: one that hardly catches up is behind.
func TestSlowBackfill(t *testing.T) {
	w := newWorld(t, 5)
	w.stream(0, 20*minute, 0.1, w.network)
	w.catchUp(20*minute, 22*minute, 1.2)
	assert.Len(t, w.events, 2, "a warning and the all-clear")
}

func TestSleep(t *testing.T) {
	const slept = 8 * hour
	for name, woken := range map[string]func(*world){
		"the connection is new":      func(w *world) {},
		"messages had been waiting":  func(w *world) { w.catchUp(20*minute, 20*minute+slept, 1e5) },
		"the server sends the night": func(w *world) { w.catchUp(20*minute, 20*minute+slept, 500) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 5)
			w.stream(0, 20*minute, 0.1, w.network)
			woken(w)
			w.stream(20*minute+slept+2*minute, 10*hour, 0.1, w.network)
			w.noEvents()
			assert.Less(t, w.lag(), 0.2)
		})
	}
}

func TestDrift(t *testing.T) {
	for _, ppm := range []float64{100, -100, 400} {
		w := newWorld(t, 0.5)
		w.page = func(at float64) float64 { return at * ppm / 1e6 }
		w.stream(0, 24*hour, 1, w.network)
		assert.Less(t, w.lag(), max(ppm, 0)/1e6*15*minute+0.1)
		w.noEvents()
	}
}

// TestClockIsSet: where the offset jumps up without the messages' times going back, it
// looks the same as a feed that falls behind.
func TestClockIsSet(t *testing.T) {
	const when = 20 * minute
	for _, c := range []struct {
		name         string
		server, page float64
		events       int
	}{
		{"the page's back", 0, -hour, 0},
		{"the page's forward", 0, hour, 2},
		{"the server's forward", hour, 0, 0},
		{"the server's back", -hour, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, 5)
			w.server, w.page = step(when, c.server), step(when, c.page)
			w.stream(0, when+10.5*minute, 0.5, w.network)
			assert.InDelta(t, 0, w.meter.Trend(), 5)
			w.stream(when+10.5*minute, when+16*minute, 0.5, w.network)
			assert.Len(t, w.events, c.events)
			assert.Less(t, w.lag(), 0.2, "16 minutes later it is forgotten")
			w.events = nil
			w.stream(when+16*minute, when+17*minute, 0.5, w.queue(when+16*minute, 0.5))
			require.NotEmpty(t, w.events, "and lag is found again")
			assert.Greater(t, w.lag(), 20.0)
		})
	}
}

// TestScript gives an alarm the lags of buckets of 5 s, in seconds. "!" is an event.
func TestScript(t *testing.T) {
	for _, script := range []string{
		"0 5 5 5 5 0",
		"6 6 6! 6 6 6 11 11 11 11",
		"6 6 2 6 6 2 6 6 6!",
		"6 6 6! 12 12 12! 23 23 23 24 24 24! 48 48 48!",
		"6 6 6! 50 12 12 12!",
		"6 6 6! 50 50 50!",
		"6 6 6! 3 3 3 3 2 2 2! 2 2 2 2 2",
		"6 6 6! 2 2 2.5 2.4 2.4 2.4!",
		"6 6 6! 2 2 2! 6 6 6!",
		"6 6 6! 12 12 0 0 0! 0",
		"80 70 60 50 40 30 20 10 6 6 6!",
		"80 77 75 75! 75",
		"80 77 74 74 74!",
		"80 77 74 71 68 65 65 65!",
	} {
		a, want := alarm{warn: 5000}, ""
		for i, word := range strings.Fields(script) {
			word = strings.TrimSuffix(word, "!")
			seconds, err := strconv.ParseFloat(word, 64)
			require.NoError(t, err)
			want += word
			if a.judge(int64(seconds*1000), int64(i+1)*5000) {
				want += "!"
			}
			want += " "
		}
		assert.Equal(t, script+" ", want)
	}
}
