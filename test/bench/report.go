package main

import (
	"fmt"
	"io"
	"unicode/utf8"
)

func printGroup(w io.Writer, g Group) {
	fmt.Fprintf(w, "\n%s%s; %s is better\n", g.Title, sized(g.Bytes), map[string]string{"high": "more", "low": "less"}[g.Better])
	fmt.Fprintf(w, "  %-44s %10s %21s %9s %9s\n", "", g.Unit, "spread", "to hand", "to best")
	hand, _ := find(g, "hand")
	best := bestPeer(g)
	for _, row := range g.Rows {
		if row.Fails != "" {
			fmt.Fprintf(w, "  %-44s fails: %s\n", row.Name, row.Fails)
			continue
		}
		fmt.Fprintf(w, "  %-44s %10s %10s-%-10s %9s %9s\n", row.Name, digits(row.Median), digits(row.Low), digits(row.High),
			ratio(row, hand), ratio(row, best))
	}
}

// printTargets says of every target whether this run met it.
func printTargets(w io.Writer, judgements []Judgement) {
	fmt.Fprintf(w, "\nTargets: × are ratios of medians, ours to theirs\n")
	names, against := 0, len("compared with")
	for _, j := range judgements {
		names, against = max(names, utf8.RuneCountInString(j.Name)), max(against, utf8.RuneCountInString(j.Against))
	}
	line := fmt.Sprintf("  %%-%ds %%-%ds %%10s %%10s  %%s\n", names, against)
	fmt.Fprintf(w, line, "", "compared with", "measured", "target", "verdict")
	verdicts := map[string]int{}
	for _, j := range judgements {
		verdicts[j.Verdict]++
		measured := "-"
		if j.Verdict != notMeasured {
			measured = j.Limit.text(j.Measured)
		}
		fmt.Fprintf(w, line, j.Name, j.Against, measured, j.Limit, j.Verdict)
	}
	fmt.Fprintf(w, "  %d met, %d missed, %d not measured\n", verdicts["met"], verdicts["missed"], verdicts[notMeasured])
}

// sized tells the size of a body, if there is one.
func sized(bytes int) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s MB)", whole(float64(bytes)/1e6))
}

func digits(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	default:
		return fmt.Sprintf("%.2f", v)
	}
}

// ratio is of the medians of two rows, if both ran.
func ratio(row, other Row) string {
	if row.Median <= 0 || other.Median <= 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f×", row.Median/other.Median)
}
