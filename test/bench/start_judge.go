package main

import (
	"fmt"
	"strings"
)

// A startTarget holds one way to run FeedSource to a limit in every cell that it is about.
type startTarget struct {
	name, ours, dimension string
	about                 func(Cell) bool
	limit                 Limit // × is the ratio to the best of the others
}

func startTargets() []startTarget {
	var list []startTarget
	for _, f := range feeds {
		for _, ours := range []string{ownInPage.Name, ownInWorker.Name} {
			list = append(list, startTarget{firstRecord + ", " + f.Name + ", " + ours, ours, firstRecord,
				func(c Cell) bool { return c.Feed == f.Name }, atMost(f.most, "×")})
		}
	}
	slow := func(c Cell) bool { return c.Slower == 4 }
	return append(list,
		startTarget{longestTask + " of the main thread, CPU 4× slower, FeedSource", ownInPage.Name, longestTask, slow, atMost(100, "ms")},
		startTarget{longestTask + " of the main thread, CPU 4× slower, " + inWorker, inWorker, longestTask, slow, atMost(50, "ms")})
}

func judgeStart(groups []Group) []Judgement {
	var list []Judgement
	for _, t := range startTargets() {
		list = append(list, t.judge(groups))
	}
	return list
}

// judge is about the worst cell, which it names. A target is not judged unless all of its
// cells that the run has could be measured.
func (t startTarget) judge(groups []Group) Judgement {
	j := Judgement{Name: t.name, Limit: t.limit, Verdict: notMeasured}
	cells := 0
	for _, g := range groups {
		if g.Cell == nil || g.Dimension != t.dimension || !t.about(*g.Cell) {
			continue
		}
		value, against, ran := t.measure(g)
		if !ran {
			return Judgement{Name: t.name, Against: against, Limit: t.limit, Verdict: notMeasured}
		}
		if cells++; cells == 1 || value > j.Measured {
			j.Measured, j.Against = value, against
		}
	}
	if cells == 0 {
		return j
	}
	j.Name += fmt.Sprintf(", worst cell of %d", cells)
	if j.Verdict = "missed"; t.limit.met(j.Measured) {
		j.Verdict = "met"
	}
	return j
}

// measure is what a target is held to in one cell.
func (t startTarget) measure(g Group) (value float64, against string, ran bool) {
	ours, ran := find(g, t.ours)
	if t.limit.Unit != "×" {
		return ours.Median, g.Cell.title(), ran
	}
	best := bestOfOthers(g)
	return ours.Median / best.Median, "best of the others, " + best.Name + ": " + g.Cell.Conditions.String(), ran && best.Median > 0
}

// bestOfOthers is the row with the least median of those that are not FeedSource.
func bestOfOthers(g Group) Row {
	var best Row
	for _, row := range g.Rows {
		if !strings.HasPrefix(row.Name, "FeedSource") && row.Fails == "" && (best.Name == "" || g.beats(row, best)) {
			best = row
		}
	}
	return best
}
