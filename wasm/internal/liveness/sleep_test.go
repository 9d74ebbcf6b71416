package liveness

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSleepIsNotLearned(t *testing.T) {
	for name, wake := range map[string]func(tr *Tracker, now time.Duration){
		"bytes first": func(tr *Tracker, now time.Duration) {
			tr.Byte(now)
			tr.Check(now)
			tr.Check(now)
		},
		"timer first": func(tr *Tracker, now time.Duration) {
			tr.Check(now)
			tr.Byte(now)
			tr.Check(now)
		},
		"late bytes": func(tr *Tracker, now time.Duration) {
			tr.Check(now)
			tr.Check(now)
			tr.Byte(now + 3*second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			tr := New(Config{})
			now := beat(tr, 15*second, 40)
			tr.Check(now)
			before := tr.rhythm
			now += 610 * second
			wake(tr, now)
			tr.Byte(now + 3*second) // a moment after the rest, and on time
			assert.Equal(t, before, tr.rhythm)
			for i := range 40 {
				tr.Byte(now + time.Duration(i+1)*15*second)
			}
			assert.Equal(t, 45*second, tr.limit())
		})
	}
}

func TestStallAfterALongSleepSaysNothingOfTheLimit(t *testing.T) {
	tr := New(Config{})
	now := beat(tr, 15*second, 40)
	tr.Check(now)
	now += 600 * second
	tr.Check(now)
	tr.Check(now)
	require.Equal(t, Stalled, tr.Check(now+10*second).State)
	tr.Dial(now + 10*second)
	tr.Head(now + 10*second)
	assert.Equal(t, 45*second, tr.limit())
}

// TestGapAfterASleepIsNotLearned: what a sleep held back comes late, so that the next
// chunk seems to follow it soon. A limit made of such gaps would cut a living feed.
func TestGapAfterASleepIsNotLearned(t *testing.T) {
	tr := New(Config{})
	now := beat(tr, 100*second, 40)
	for range 40 {
		tr.Check(now)
		// One chunk more comes after 100 s, but the page sleeps until 15 s before the next.
		now += 185 * second
		tr.Byte(now)
		tr.Byte(now + second/100)
		now += 15 * second
		tr.Byte(now)
		assert.Equal(t, 300*second, tr.limit())
	}
}
