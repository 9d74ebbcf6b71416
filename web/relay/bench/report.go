//go:build linux

package main

import (
	"fmt"
	"slices"
	"strings"
)

// A report is of one call of this program.
type report struct {
	Machine, Date string
	Outcomes      []outcome
	Comebacks     []comeback
	Holdings      []holding
}

const heading = "server         readers    rate  CPU/1e6  busy    p50 ms    p99 ms  arrived  KiB/reader, at work"

func (o outcome) String() string {
	line := fmt.Sprintf("%-14s %8d %7d %8.2f %5.2f %9.1f %9.1f %7.1f%% %7.1f %7.1f", o.Contender, o.Readers, o.Rate, o.CPU, o.Busy,
		o.P50, o.P99, o.Delivered*100, o.forEach(o.Connected), o.forEach(o.AtWork))
	if o.Skipped+o.Repeated+o.Closed > 0 {
		line += fmt.Sprintf("  %d skipped, %d repeated, %d readers cut", o.Skipped, o.Repeated, o.Closed)
	}
	return line
}

// forEach is what a reader takes of memory, in KiB.
func (o outcome) forEach(memory int64) float64 {
	return float64(memory-o.Idle) / 1024 / float64(o.Readers)
}

func (r report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s\n\n", r.Machine, r.Date)
	b.WriteString("| readers × records/s | server | p50 ms | p99 ms | arrived | CPU s for 10⁶ | processors | KiB for each reader, at rest | at work |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, at := range distinct(r.Outcomes, func(o outcome) cell { return o.cell }) {
		of := func(value func(outcome) float64) float64 {
			return median(r.Outcomes, func(o outcome) bool { return o.cell == at }, value)
		}
		fmt.Fprintf(&b, "| %d × %d | %s | %.1f | %.1f | %.1f %% | %.2f | %.2f | %.1f | %.1f |\n", at.Readers, at.Rate, at.Contender,
			of(func(o outcome) float64 { return o.P50 }), of(func(o outcome) float64 { return o.P99 }),
			of(func(o outcome) float64 { return o.Delivered * 100 }), of(func(o outcome) float64 { return o.CPU }),
			of(func(o outcome) float64 { return o.Busy }), of(func(o outcome) float64 { return o.forEach(o.Connected) }),
			of(func(o outcome) float64 { return o.forEach(o.AtWork) }))
	}
	b.WriteString("\n| readers × records missed | given | seconds | records/s | CPU s for 10⁶ | KiB for each reader |\n|--:|---|--:|--:|--:|--:|\n")
	for _, at := range distinct(r.Comebacks, comeback.cell) {
		of := func(value func(comeback) float64) float64 {
			return median(r.Comebacks, func(c comeback) bool { return c.cell() == at }, value)
		}
		fmt.Fprintf(&b, "| %d × %d | %s | %.1f | %.0f | %.2f | %.1f |\n", at.Readers, at.Rate, at.Contender,
			of(func(c comeback) float64 { return c.Seconds }), of(func(c comeback) float64 { return float64(c.Readers*c.Records) / c.Seconds }),
			of(func(c comeback) float64 { return c.CPU }), of(func(c comeback) float64 { return float64(c.Most) / 1024 }))
	}
	b.WriteString("\n| by TLS | readers | KiB for each | CPU ms for each who comes |\n|---|--:|--:|--:|\n")
	for _, protocol := range distinct(r.Holdings, func(h holding) string { return h.Protocol }) {
		of := func(value func(holding) float64) float64 {
			return median(r.Holdings, func(h holding) bool { return h.Protocol == protocol }, value)
		}
		fmt.Fprintf(&b, "| %s | %.0f | %.1f | %.2f |\n", protocol, of(func(h holding) float64 { return float64(h.Readers) }),
			of(func(h holding) float64 { return h.ForEach }), of(func(h holding) float64 { return h.Connecting }))
	}
	return b.String()
}

func (b comeback) cell() cell { return cell{b.Contender, b.Readers, b.Records} }

// distinct are keys in the order in which they came first.
func distinct[T any, K comparable](list []T, key func(T) K) (keys []K) {
	for _, one := range list {
		if k := key(one); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

// median is of a value of those that are of a kind.
func median[T any](list []T, is func(T) bool, value func(T) float64) float64 {
	var values []float64
	for _, one := range list {
		if is(one) {
			values = append(values, value(one))
		}
	}
	slices.Sort(values)
	return (values[len(values)/2] + values[(len(values)-1)/2]) / 2
}
