package lag

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// line adds buckets, one each 5 s, whose offsets rise by so much each.
func (t *trend) line(buckets int, rise int64) {
	var last point
	if t.count > 0 {
		last = t.ring[(t.next+points-1)%points]
	}
	for range buckets {
		last.at += 5000
		last.offset += rise
		t.add(last.offset, last.at)
	}
}

func TestTrendNeedsThreeBuckets(t *testing.T) {
	var tr trend
	tr.line(2, 50)
	assert.Zero(t, tr.slope())
	tr.line(1, 50)
	assert.Equal(t, 0.01, tr.slope())
}

func TestTrendForgets(t *testing.T) {
	var tr trend
	tr.line(100, 500)
	assert.Equal(t, 0.1, tr.slope())
	tr.line(6, -500)
	assert.Greater(t, tr.slope(), -0.1)
	tr.line(6, -500)
	assert.Equal(t, -0.1, tr.slope())
	for _, p := range tr.ring {
		assert.Greater(t, p.at, int64(100*5000))
	}
}

// TestTrendOutliers: three buckets of twelve are late altogether.
func TestTrendOutliers(t *testing.T) {
	for i := range points {
		for j := range i {
			for k := range j {
				var tr trend
				for n := range int64(points) {
					offset := 50*n + n%2
					if n == int64(i) || n == int64(j) || n == int64(k) {
						offset += 60_000
					}
					tr.add(offset, 5000*n)
				}
				assert.InDelta(t, 0.01, tr.slope(), 0.01, "%d, %d, %d", i, j, k)
			}
		}
	}
}
