package liveness

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestLate is about checks that come too late, with a fixed limit of 90 s and a byte
// at 0, checked at once: the next is due at 30.
func TestLate(t *testing.T) {
	for _, c := range []struct{ name, script string }{
		{"2 s late is in time", `
			32 check -> fresh, silent for 32s of 1m30s, again in 13s`},
		{"a little later asks for a yield, and says nothing else", `
			32.1 check -> fresh, silent for 32.1s of 1m30s, yield
			32.1 check -> fresh, silent for 32.1s of 1m30s, again in 12.9s`},
		{"70 s late with bytes waiting", `
			100 check -> quiet, silent for 1m40s of 1m30s, yield
			100 byte
			100 byte
			100 check -> fresh, silent for 0s of 1m30s, again in 30s
			130 check -> fresh, silent for 30s of 1m30s, again in 15s`},
		{"70 s late with bytes that come first", `
			100 byte
			100 check -> fresh, silent for 0s of 1m30s, yield
			100 check -> fresh, silent for 0s of 1m30s, again in 30s`},
		{"60 s late with bytes that need more than one turn", `
			90 check -> quiet, silent for 1m30s of 1m30s, yield
			90 check -> quiet, silent for 1m30s of 1m30s, again in 10s
			90.1 byte
			100 check -> fresh, silent for 9.9s of 1m30s, again in 30s`},
		{"60 s late and dead", `
			90  check -> quiet, silent for 1m30s of 1m30s, yield
			90  check -> quiet, silent for 1m30s of 1m30s, again in 10s
			100 check -> stalled, silent for 1m40s of 1m30s`},
		{"late before the limit: nor a stall right after waking", `
			85 check -> quiet, silent for 1m25s of 1m30s, yield
			85 check -> quiet, silent for 1m25s of 1m30s, again in 10s
			90 check -> quiet, silent for 1m30s of 1m30s, again in 5s
			95 check -> stalled, silent for 1m35s of 1m30s`},
		{"hidden and dead: timers once a minute still find it", `
			60  check -> quiet, silent for 1m0s of 1m30s, yield
			60  check -> quiet, silent for 1m0s of 1m30s, again in 30s
			120 check -> quiet, silent for 2m0s of 1m30s, yield
			120 check -> stalled, silent for 2m0s of 1m30s`},
		{"hidden, and even the yield takes a minute", `
			60  check -> quiet, silent for 1m0s of 1m30s, yield
			94  check -> quiet, silent for 1m34s of 1m30s, again in 10s
			104 check -> stalled, silent for 1m44s of 1m30s`},
		{"asleep for less than twice the limit: the rest of the limit is left", `
			120 check -> quiet, silent for 2m0s of 1m30s, yield
			120 check -> fresh, silent for 30s of 1m30s, again in 15s
			135 check -> quiet, silent for 45s of 1m30s, again in 30s
			165 check -> quiet, silent for 1m15s of 1m30s, again in 15s
			180 check -> stalled, silent for 1m30s of 1m30s`},
		{"asleep for 10 min and dead: any byte within 10 s, or none will come", `
			630 check -> quiet, silent for 10m30s of 1m30s, yield
			630 check -> quiet, silent for 30s of 1m30s, probe, again in 10s
			639 check -> quiet, silent for 39s of 1m30s, probe, again in 1s
			640 check -> stalled, silent for 40s of 1m30s, probe
			641 check -> dead, silent for 41s of 1m30s, probe`},
		{"asleep for 10 min and alive: the timer first", `
			630 check -> quiet, silent for 10m30s of 1m30s, yield
			630 byte
			630 check -> fresh, silent for 0s of 1m30s, again in 30s`},
		{"asleep for 10 min and alive: the bytes first", `
			630 byte
			631 check -> fresh, silent for 1s of 1m30s, yield
			631 check -> fresh, silent for 1s of 1m30s, again in 30s`},
		{"asleep for 10 min and alive: the network takes a while", `
			630 check -> quiet, silent for 10m30s of 1m30s, yield
			630 check -> quiet, silent for 30s of 1m30s, probe, again in 10s
			638 byte
			640 check -> fresh, silent for 2s of 1m30s, again in 30s`},
		{"asleep between the yield and its check", `
			40  check -> fresh, silent for 40s of 1m30s, yield
			700 check -> quiet, silent for 30s of 1m30s, probe, again in 10s
			710 check -> stalled, silent for 40s of 1m30s, probe`},
		{"asleep again before the probe is over", `
			630  check -> quiet, silent for 10m30s of 1m30s, yield
			630  check -> quiet, silent for 30s of 1m30s, probe, again in 10s
			1300 check -> quiet, silent for 11m40s of 1m30s, probe, yield
			1300 check -> quiet, silent for 40s of 1m30s, probe, again in 10s
			1310 check -> stalled, silent for 50s of 1m30s, probe`},
		{"asleep whenever it is not checked: three probes, then it is dead", `
			1000 check -> quiet, silent for 16m40s of 1m30s, yield
			1000 check -> quiet, silent for 30s of 1m30s, probe, again in 10s
			2000 check -> quiet, silent for 17m10s of 1m30s, probe, yield
			2000 check -> quiet, silent for 40s of 1m30s, probe, again in 10s
			3000 check -> quiet, silent for 17m20s of 1m30s, probe, yield
			3000 check -> quiet, silent for 50s of 1m30s, probe, again in 10s
			4000 check -> quiet, silent for 17m30s of 1m30s, probe, yield
			4000 check -> stalled, silent for 1m0s of 1m30s, probe`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := New(Config{Timeout: 90 * time.Second})
			play(t, tr, `
				0 dial
				0 head
				0 byte
				0 check -> fresh, silent for 0s of 1m30s, again in 30s`)
			play(t, tr, c.script)
		})
	}
}

func TestLateHead(t *testing.T) {
	c := Config{Connect: 15 * time.Second}
	play(t, New(c), `
		0  dial
		0  check -> fresh, no head for 0s of 15s, again in 5s
		60 check -> quiet, no head for 1m0s of 15s, yield
		60 head
		60 check -> fresh, no bytes for 0s of 0s, again in 15s`)
	play(t, New(c), `
		0   dial
		0   check -> fresh, no head for 0s of 15s, again in 5s
		300 check -> quiet, no head for 5m0s of 15s, yield
		300 check -> quiet, no head for 5s of 15s, probe, again in 5s
		305 check -> quiet, no head for 10s of 15s, probe, again in 5s
		310 check -> stalled, no head for 15s of 15s, probe`)
}

func TestSleepWithoutALimit(t *testing.T) {
	play(t, New(Config{}), `
		0    dial
		0    head
		0    byte
		0    check -> fresh, silent for 0s of 0s, again in 15s
		9000 check -> fresh, silent for 2h30m0s of 0s, yield
		9000 check -> fresh, silent for 15s of 0s, again in 15s
		9015 check -> fresh, silent for 30s of 0s, again in 15s`)
}

// TestHiddenPage has bytes each 15 s and checks each minute, for a day.
func TestHiddenPage(t *testing.T) {
	for _, config := range []Config{{}, {Timeout: 45 * time.Second}, {Timeout: 16 * time.Second}} {
		tr := New(config)
		tr.Dial(0)
		tr.Head(0)
		tr.Check(0)
		for now := time.Duration(0); now < 24*time.Hour; now += 15 * time.Second {
			tr.Byte(now)
			if now%time.Minute == 45*time.Second {
				check := now + 14*time.Second
				v := tr.Check(check)
				assert.True(t, v.Yield)
				assert.Less(t, tr.Check(check).State, Stalled)
			}
		}
		assert.Equal(t, 15*time.Second, tr.Rhythm(), "gaps that timers missed are learned all the same")
	}
}
