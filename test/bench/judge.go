package main

import (
	"cmp"
	"fmt"
)

// A Limit is what a target asks for: at least so much, or at most.
type Limit struct {
	Least bool    `json:"least"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"` // × for a ratio
}

func atLeast(ratio float64) Limit { return Limit{Least: true, Value: ratio, Unit: "×"} }

func atMost(value float64, unit string) Limit { return Limit{Value: value, Unit: unit} }

func (l Limit) met(value float64) bool {
	if l.Least {
		return value >= l.Value
	}
	return value <= l.Value
}

func (l Limit) String() string {
	if l.Least {
		return "≥ " + l.text(l.Value)
	}
	return "≤ " + l.text(l.Value)
}

// text is a value in the limit's unit.
func (l Limit) text(value float64) string {
	if l.Unit == "×" {
		return fmt.Sprintf("%.2f×", value)
	}
	return digits(value) + " " + l.Unit
}

const notMeasured = "not measured"

// A Judgement is a target with what was measured.
type Judgement struct {
	Name     string  `json:"name"`
	Against  string  `json:"against"`
	Limit    Limit   `json:"limit"`
	Measured float64 `json:"measured"`
	Verdict  string  `json:"verdict"` // met, missed or notMeasured
}

func judge(groups []Group) []Judgement {
	list := make([]Judgement, 0, len(targets))
	for _, t := range targets {
		list = append(list, t.judge(groups))
	}
	return list
}

func (t Target) judge(groups []Group) Judgement {
	j := Judgement{Name: t.Name, Against: cmp.Or(t.Against, t.Note), Limit: t.Limit, Verdict: notMeasured}
	own, found := titled(groups, t.Group)
	ours, ran := find(own, t.Ours)
	if !found || !ran {
		return j
	}
	if own.Dimension == "heap" {
		j.Name += sized(own.Bytes)
	}
	if j.Measured = ours.Median; t.Against != "" {
		against, ran := t.against(groups, own)
		if !ran || against.Median <= 0 {
			return j
		}
		if t.Against == bestOfPeers {
			j.Against += ", " + against.Name
		}
		if t.Beside != "" {
			j.Against += ", to objects"
		}
		j.Measured = ours.Median / against.Median
	}
	if j.Verdict = "missed"; t.Limit.met(j.Measured) {
		j.Verdict = "met"
	}
	return j
}

// against is the row that a target compares with.
func (t Target) against(groups []Group, own Group) (Row, bool) {
	if t.Beside != "" {
		own, _ = titled(groups, t.Beside)
	}
	if t.Against == bestOfPeers {
		best := bestPeer(own)
		return best, best.Name != ""
	}
	return find(own, t.Against)
}

func titled(groups []Group, title string) (Group, bool) {
	for _, g := range groups {
		if g.Title == title {
			return g, true
		}
	}
	return Group{}, false
}

// find is the row of a contender that ran.
func find(g Group, name string) (Row, bool) {
	for _, row := range g.Rows {
		if row.Name == name && row.Fails == "" {
			return row, true
		}
	}
	return Row{}, false
}

func bestPeer(g Group) Row {
	var best Row
	for _, row := range g.Rows {
		if row.Peer && row.Fails == "" && (best.Name == "" || g.beats(row, best)) {
			best = row
		}
	}
	return best
}

func (g Group) beats(row, other Row) bool {
	if g.Better == "low" {
		return row.Median < other.Median
	}
	return row.Median > other.Median
}
