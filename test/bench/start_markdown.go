package main

import (
	"fmt"
	"io"
	"strings"
)

// printCells prints a line for each cell of --start: the medians of first records, and of the
// longest tasks of the main thread where FeedSource runs. Native EventSource and the libraries
// read no NDJSON.
func printCells(w io.Writer, groups []Group) {
	names := []string{handLoop.Name, native.Name, fetchSource.Name, clientSource.Name, ownInPage.Name, ownInWorker.Name}
	fmt.Fprintf(w, "\n| First record, ms | %s | longest task, ms | in a worker |\n|---|%s\n", strings.Join(names, " | "), strings.Repeat("--:|", len(names)+2))
	for _, g := range groups {
		if g.Cell == nil || g.Dimension != firstRecord {
			continue
		}
		tasks, _ := titled(groups, g.Cell.title()+": "+longestTask)
		fmt.Fprintf(w, "| %s |", g.Cell.title())
		for _, name := range names {
			fmt.Fprintf(w, " %s |", median(g, name))
		}
		fmt.Fprintf(w, " %s | %s |\n", median(tasks, ownInPage.Name), median(tasks, inWorker))
	}
}

func median(g Group, name string) string {
	row, ran := find(g, name)
	if !ran {
		return "–"
	}
	return fmt.Sprintf("%.0f", row.Median)
}
