package lag

import "math"

const (
	half        = 5 * 60_000 // milliseconds that half of the window has at least,
	halfBuckets = 6          // and buckets, so that a slow feed's lag can be seen before it is forgotten
	// drift is how much the offset may rise in one half because of the clocks alone:
	// 500 ppm, the most by which NTP slows a clock down or speeds it up (RFC 5905, MAXFREQ).
	drift = 150
)

// unknown is above all offsets.
const unknown = math.MaxInt64

// A baseline is the lowest offset of a window that slides by halves. Its first half is
// short.
type baseline struct {
	offset int64
	low    int64 // lowest of the present half
	before int64 // lowest of the half before
	start  int64 // of the present half
	count  int   // of buckets in it
}

func newBaseline() baseline { return baseline{offset: unknown, low: unknown, before: unknown} }

// add takes the offset of a bucket and returns the baseline, which is not above it.
func (b *baseline) add(offset, at int64) int64 {
	b.offset, b.low = min(b.offset, offset), min(b.low, offset)
	b.count++
	if at-b.start < half || b.count < halfBuckets {
		return b.offset
	}
	if b.low-drift <= b.before { // the feed did not fall further behind
		b.offset = b.low
	}
	b.before, b.low, b.start, b.count = b.low, unknown, at, 0
	return b.offset
}
