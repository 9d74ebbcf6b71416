package lag

const (
	points    = 12 // buckets remembered
	minPoints = 3  // that make a trend
	allPairs  = points * (points - 1) / 2
)

// A trend holds the offsets of the last buckets.
type trend struct {
	ring  [points]point
	count int
	next  int
}

type point struct{ at, offset int64 }

func (t *trend) add(offset, at int64) {
	t.ring[t.next] = point{at, offset}
	t.next = (t.next + 1) % points
	t.count = min(t.count+1, points)
}

// slope is the median of the slopes between all pairs of buckets (the Theil-Sen
// estimator): three of twelve may be off without moving it far.
func (t *trend) slope() float64 {
	if t.count < minPoints {
		return 0
	}
	var room [allPairs]float64
	slopes := room[:0]
	for i, p := range t.ring[:t.count] {
		for _, q := range t.ring[:i] {
			slopes = insert(slopes, float64(p.offset-q.offset)/float64(p.at-q.at))
		}
	}
	n := len(slopes)
	return (slopes[(n-1)/2] + slopes[n/2]) / 2
}

// insert adds v where sorted stays in order.
func insert(sorted []float64, v float64) []float64 {
	sorted = append(sorted, v)
	i := len(sorted) - 1
	for ; i > 0 && sorted[i-1] > v; i-- {
		sorted[i] = sorted[i-1]
	}
	sorted[i] = v
	return sorted
}
