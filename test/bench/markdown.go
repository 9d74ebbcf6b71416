package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// printMarkdown prints the targets of a file of results as a table, and under it the cells of
// --start, if there are any, and where and with what all were measured.
func printMarkdown(w io.Writer, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var report Report
	if err := json.Unmarshal(text, &report); err != nil {
		return fmt.Errorf("%s holds no results of the benchmark: %w", file, err)
	}
	fmt.Fprint(w, "| What | Against | Target | Measured | Verdict |\n|---|---|---|---|---|\n")
	for _, j := range report.Targets {
		measured := "–"
		if j.Verdict != notMeasured {
			measured = j.Limit.text(j.Measured)
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", j.Name, cmp.Or(j.Against, "–"), j.Limit, measured, j.Verdict)
	}
	switch {
	case report.Mode.starts():
		printCells(w, report.Groups)
	case report.Mode == Everywhere:
		printEverywhere(w, report.Groups)
	}
	fmt.Fprintf(w, "\n%s\n", provenance(report))
	return nil
}

// provenance says where, when and with what a report was made.
func provenance(r Report) string {
	packages := make([]string, 0, len(r.Versions))
	for _, name := range slices.Sorted(maps.Keys(r.Versions)) {
		packages = append(packages, name+" "+r.Versions[name])
	}
	how := fmt.Sprintf("medians of %d rounds or more, bodies of %s MB, heap after %s MB", r.Rounds, whole(r.MB), whole(r.Stream))
	if r.Mode.starts() || r.Mode == Everywhere {
		how = fmt.Sprintf("medians of %d visits", r.Rounds)
	}
	return fmt.Sprintf("Measured on %s: %s, %d cores, %s; %s. Packages: %s.",
		r.Made[:len("2006-01-02")], r.Machine, r.CPUs, r.Browser, how, strings.Join(packages, ", "))
}

func whole(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }
