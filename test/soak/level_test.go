package soak

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// growth is how much y grows with each unit of x once a tenth of the points, the
// warm-up, is left out: the median of the last third less that of the first, over the
// distance of their middles. A collector's saw-tooth does not show in it, and neither
// does a single reading that was unlucky.
func growth(points [][2]float64) float64 {
	points = points[(len(points)+9)/10:]
	third := len(points) / 3
	first, last := points[:third], points[len(points)-third:]
	return (median(last, 1) - median(first, 1)) / (median(last, 0) - median(first, 0))
}

func median(points [][2]float64, of int) float64 {
	var list []float64
	for _, p := range points {
		list = append(list, p[of])
	}
	slices.Sort(list)
	return (list[(len(list)-1)/2] + list[len(list)/2]) / 2
}

// A bound is how much one gauge may grow for each unit of x. It lies well below what one
// object left behind by each would make, and above what collectors leave to chance.
type bound struct {
	gauge gauge
	most  float64
}

// broken are the bounds that the log breaks, in sentences.
func (b bound) broken(log record, x string) string {
	if grown := growth(log.line(b.gauge)); grown > b.most {
		return fmt.Sprintf("%s: grew by %.3g %s for each of the %s, and may by %g", b.gauge.name, grown, b.gauge.unit, x, b.most)
	}
	return ""
}

func stays(t *testing.T, log record, x string, bounds []bound) {
	t.Helper()
	for _, b := range bounds {
		if b.gauge.told() {
			assert.Empty(t, b.broken(log, x))
		}
	}
}

func TestGrowthSeesWhatStays(t *testing.T) {
	for _, c := range []struct {
		name string
		y    func(x int) float64
		want float64
	}{
		{"nothing", func(int) float64 { return 5 }, 0},
		{"a leak", func(x int) float64 { return float64(7 * x) }, 7},
		{"a warm-up", func(x int) float64 { return float64(min(x, 3)) }, 0},
		{"a saw-tooth", func(x int) float64 { return float64(x % 5) }, 0},
		{"one reading that is off", func(x int) float64 { return map[int]float64{28: 1e9}[x] }, 0},
		{"a leak under a saw-tooth", func(x int) float64 { return float64(2*x + x%5) }, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var points [][2]float64
			for x := range 30 {
				points = append(points, [2]float64{float64(x), c.y(x)})
			}
			assert.InDelta(t, c.want, growth(points), 0.12)
		})
	}
}
