//go:build linux

package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestBucketsFollowOnEachOther(t *testing.T) {
	for i := range 40 << fineness {
		assert.Equal(t, i, bucket(uint64(least(i).Microseconds())), "the least of bucket %d", i)
		assert.Equal(t, i+1, bucket(uint64(least(i+1).Microseconds())))
		assert.Equal(t, i, bucket(uint64(least(i+1).Microseconds()-1)), "the most of bucket %d", i)
	}
}

func TestQuantiles(t *testing.T) {
	var h histogram
	for i := range 1000 {
		h.add(time.Duration(i) * time.Millisecond)
	}
	for part, want := range map[float64]time.Duration{0.5: 500, 0.99: 990} {
		assert.InEpsilon(t, want*time.Millisecond, h.quantile(part), 1.0/(1<<fineness))
	}
	assert.Zero(t, new(histogram).quantile(0.5))
}
