package main

import (
	"fmt"
	"io"
)

func printGroup(w io.Writer, g Group) {
	fmt.Fprintf(w, "\n%s\n", g.Title)
	fmt.Fprintf(w, "  %-32s %10s %21s %9s %9s\n", "", g.Unit, "spread", "to hand", "to best")
	hand, _ := find(g, "hand")
	best := bestPeer(g)
	for _, row := range g.Rows {
		if row.Fails != "" {
			fmt.Fprintf(w, "  %-32s fails: %s\n", row.Name, row.Fails)
			continue
		}
		fmt.Fprintf(w, "  %-32s %10s %10s-%-10s %9s %9s\n", row.Name, digits(row.Median), digits(row.Low), digits(row.High),
			times(advantage(g, row, hand)), times(advantage(g, row, best)))
	}
}

// printTargets says of every target whether this run met it.
func printTargets(w io.Writer, judgements []Judgement) {
	fmt.Fprintf(w, "\nTargets: ratios of medians; over 1 is faster, or less, than what it is compared with\n")
	fmt.Fprintf(w, "  %-40s %-34s %7s %7s  %s\n", "", "compared with", "ratio", "target", "verdict")
	missing := 0
	for _, j := range judgements {
		if j.Ratio == 0 {
			missing++
			continue
		}
		fmt.Fprintf(w, "  %-40s %-34s %7s %7s  %s\n", j.Name, j.Against, times(j.Ratio), times(j.Target), j.Verdict)
	}
	if missing > 0 {
		fmt.Fprintf(w, "  %d targets were not measured in this run\n", missing)
	}
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

func times(ratio float64) string {
	if ratio == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2fx", ratio)
}
