package liveness

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestScripts is about limits that were set; learned ones have files of their own.
func TestScripts(t *testing.T) {
	fixed := Config{Timeout: 90 * time.Second}
	for _, c := range []struct {
		name   string
		config Config
		script string
	}{
		{"nothing was dialled", fixed, `
			0 check -> fresh, no connection for 0s of 0s
			1 byte
			2 head
			9 check -> fresh, no connection for 0s of 0s`},
		{"silence counts from the last byte", fixed, `
			0   dial
			1   head
			1   check -> fresh, no bytes for 0s of 1m30s, again in 30s
			31  check -> fresh, no bytes for 30s of 1m30s, again in 15s
			40  byte
			46  check -> fresh, silent for 6s of 1m30s, again in 30s
			76  check -> fresh, silent for 36s of 1m30s, again in 9s
			85  check -> quiet, silent for 45s of 1m30s, again in 30s
			115 check -> quiet, silent for 1m15s of 1m30s, again in 15s
			130 check -> stalled, silent for 1m30s of 1m30s
			131 check -> dead, silent for 1m31s of 1m30s`},
		{"silence counts from the head before there was a byte", fixed, `
			0    dial
			10   head
			10   check -> fresh, no bytes for 0s of 1m30s, again in 30s
			40   check -> fresh, no bytes for 30s of 1m30s, again in 15s
			55   check -> quiet, no bytes for 45s of 1m30s, again in 30s
			85   check -> quiet, no bytes for 1m15s of 1m30s, again in 15s
			99.9 check -> quiet, no bytes for 1m29.9s of 1m30s, again in 100ms
			100  check -> stalled, no bytes for 1m30s of 1m30s`},
		{"the head does not come", Config{Connect: 15 * time.Second, Timeout: time.Hour}, `
			0   dial
			0   check -> fresh, no head for 0s of 15s, again in 5s
			5   check -> fresh, no head for 5s of 15s, again in 2.5s
			7.5 check -> quiet, no head for 7.5s of 15s, again in 5s
			12.5 check -> quiet, no head for 12.5s of 15s, again in 2.5s
			15  check -> stalled, no head for 15s of 15s`},
		{"the head may take as long as a silence", fixed, `
			0    dial
			0    check -> fresh, no head for 0s of 1m30s, again in 30s
			30   check -> fresh, no head for 30s of 1m30s, again in 15s
			45   check -> quiet, no head for 45s of 1m30s, again in 30s
			75   check -> quiet, no head for 1m15s of 1m30s, again in 15s
			90   check -> stalled, no head for 1m30s of 1m30s`},
		{"the head may take half a minute where that is learned", Config{}, `
			0    dial
			0    check -> fresh, no head for 0s of 30s, again in 10s
			10   check -> fresh, no head for 10s of 30s, again in 5s
			15   check -> quiet, no head for 15s of 30s, again in 10s
			25   check -> quiet, no head for 25s of 30s, again in 5s
			30   check -> stalled, no head for 30s of 30s`},
		{"a first byte without a head", fixed, `
			0  dial
			3  byte
			4  head
			5  check -> fresh, silent for 2s of 1m30s, again in 30s`},
		{"a byte makes a quiet feed fresh", fixed, `
			0  dial
			0  head
			60 check -> quiet, no bytes for 1m0s of 1m30s, again in 30s
			61 byte
			62 check -> fresh, silent for 1s of 1m30s, again in 30s`},
		{"a dead connection stays dead until the next", fixed, `
			0   dial
			0   head
			90  check -> stalled, no bytes for 1m30s of 1m30s
			91  byte
			91  head
			92  check -> dead, no bytes for 1m32s of 1m30s
			999 check -> dead, no bytes for 16m39s of 1m30s
			999 dial
			999 check -> fresh, no head for 0s of 1m30s, again in 30s`},
		{"a short limit is checked often enough", Config{Timeout: 500 * time.Millisecond}, `
			0   dial
			0   head
			0   check -> fresh, no bytes for 0s of 500ms, again in 167ms
			.167 check -> fresh, no bytes for 167ms of 500ms, again in 83ms
			.25 check -> quiet, no bytes for 250ms of 500ms, again in 167ms
			.5  check -> stalled, no bytes for 500ms of 500ms`},
		{"a long limit is checked once a minute, to notice a sleep", Config{Timeout: time.Hour}, `
			0  dial
			0  head
			0  check -> fresh, no bytes for 0s of 1h0m0s, again in 1m0s
			60 check -> fresh, no bytes for 1m0s of 1h0m0s, again in 1m0s`},
		{"a check that comes early", fixed, `
			0  dial
			0  head
			0  check -> fresh, no bytes for 0s of 1m30s, again in 30s
			1  check -> fresh, no bytes for 1s of 1m30s, again in 30s
			1  check -> fresh, no bytes for 1s of 1m30s, again in 30s`},
	} {
		t.Run(c.name, func(t *testing.T) { play(t, New(c.config), c.script) })
	}
}

func TestDurationsFitABrowserTimer(t *testing.T) {
	ever := time.Duration(1<<63 - 1)
	tr := New(Config{Timeout: ever, Connect: ever})
	tr.Dial(0)
	v := tr.Check(0)
	assert.Equal(t, MaxWait, v.Limit)
	assert.Equal(t, time.Minute, v.Next)
	tr.Head(0)
	assert.Equal(t, MaxWait, tr.Check(0).Limit)
	tr.Byte(0)
	assert.Equal(t, MaxWait, tr.Check(0).Limit)

	tr = New(Config{Timeout: -1, Connect: -1})
	tr.Dial(0)
	assert.Equal(t, DefaultConnect, tr.Check(0).Limit)
	tr.Head(0)
	assert.Zero(t, tr.Check(0).Limit)
}

func TestFractionsOfAMillisecondRoundUp(t *testing.T) {
	tr := New(Config{Timeout: time.Second})
	tr.Dial(0)
	tr.Head(0)
	v := tr.Check(time.Second - 300*time.Microsecond)
	assert.Equal(t, Quiet, v.State)
	assert.Equal(t, time.Millisecond, v.Next)
}

func TestClockThatLeaps(t *testing.T) {
	tr := New(Config{Timeout: 90 * time.Second})
	play(t, tr, `
		5000 dial
		5000 head
		5010 byte
		5012 check -> fresh, silent for 2s of 1m30s, again in 30s
		# set back by an hour: no time passed, and none is lost
		1442 check -> fresh, silent for 2s of 1m30s, again in 30s
		1472 check -> fresh, silent for 32s of 1m30s, again in 13s
		1485 check -> quiet, silent for 45s of 1m30s, again in 30s
		1530 check -> quiet, silent for 1m30s of 1m30s, yield
		1530 check -> quiet, silent for 1m30s of 1m30s, again in 10s
		1540 check -> stalled, silent for 1m40s of 1m30s`)
}
