package main

import (
	"fmt"
	"io"
	"strings"
)

// printEverywhere prints a line for each browser and quantity of --browsers: medians, and after a slash what
// they are of the hand loop's.
func printEverywhere(w io.Writer, groups []Group) {
	fmt.Fprint(w, "\n| What |")
	for _, v := range everywhereReaders {
		fmt.Fprintf(w, " %s |", v.Name)
	}
	fmt.Fprintf(w, "\n|---|%s\n", strings.Repeat("--:|", len(everywhereReaders)))
	for _, g := range groups {
		fmt.Fprintf(w, "| %s, %s |", g.Title, g.Unit)
		for _, v := range everywhereReaders {
			fmt.Fprintf(w, " %s |", median(g, v.Name))
		}
		fmt.Fprintln(w)
	}
}
