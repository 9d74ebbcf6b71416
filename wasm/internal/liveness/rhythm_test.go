package liveness

import (
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestTopIsSorted(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 1000 {
		var h rhythm
		for range MinSamples + r.Intn(window) {
			h.add(time.Duration(r.Intn(50)))
		}
		want := slices.Sorted(slices.Values(h.samples[:h.count]))
		slices.Reverse(want)
		top := h.top()
		assert.Equal(t, want[:len(top)], top[:])
	}
}

func TestByteIsCheap(t *testing.T) {
	tr := New(Config{})
	now := beat(tr, second, 400)
	assert.Zero(t, testing.AllocsPerRun(1000, func() {
		now += second
		tr.Byte(now)
		tr.Check(now)
	}))
}

func BenchmarkByte(b *testing.B) {
	tr := New(Config{})
	tr.Dial(0)
	tr.Head(0)
	for i := range b.N {
		tr.Byte(time.Duration(i) * time.Millisecond)
	}
}
