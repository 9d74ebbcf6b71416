//go:build linux

package main

import (
	"math/bits"
	"time"
)

// A histogram counts durations, each to a thirty-second of itself.
type histogram struct {
	counts [64 << fineness]int64
	all    int64
}

const fineness = 5

func (h *histogram) add(d time.Duration) {
	h.counts[bucket(uint64(max(d.Microseconds(), 0)))]++
	h.all++
}

func bucket(microseconds uint64) int {
	high := bits.Len64(microseconds)
	if high <= fineness {
		return int(microseconds)
	}
	shift := high - fineness - 1
	return shift<<fineness + int(microseconds>>shift)
}

// least is the shortest duration of a bucket.
func least(bucket int) time.Duration {
	shift := max(bucket>>fineness-1, 0)
	return time.Duration(bucket-shift<<fineness) << shift * time.Microsecond
}

// quantile is the duration that a part of all does not exceed.
func (h *histogram) quantile(part float64) time.Duration {
	rest := int64(part * float64(h.all))
	for i, count := range h.counts {
		if rest -= count; rest < 0 {
			return least(i + 1)
		}
	}
	return 0
}
