package main

import (
	"fmt"
	"io"
	"net/url"
	"slices"
)

// timelines are the conditions under which a visit is taken apart.
var timelines = []Conditions{{Slower: 1, Network: unthrottled}, {Slower: 4, Network: "4G"}}

// printTimeline visits a page of FeedSource's own, and prints when what happens, as medians.
func printTimeline(w io.Writer, page *Page, visits int) error {
	bundle, err := esbuild("", "page/timeline.js", "--minify", "--alias:feedsource="+bundled)
	if err != nil {
		return err
	}
	page.site.serve("timeline", bundle)
	columns := make([]map[string]float64, len(timelines))
	var names []string
	for i, have := range timelines {
		found := map[string][]float64{}
		for range visits {
			one, err := page.visit("timeline", url.Values{}, have)
			if err != nil {
				return err
			}
			if len(names) == 0 {
				for _, s := range one.Steps {
					names = append(names, s.Name)
				}
			}
			for _, s := range append(one.Steps, step{longestTask, one.LongestTask}) {
				found[s.Name] = append(found[s.Name], s.Takes)
			}
		}
		columns[i] = map[string]float64{}
		for name, list := range found {
			slices.Sort(list)
			columns[i][name] = list[len(list)/2]
		}
	}
	fmt.Fprintf(w, "\n| a visit | %s: ms | %s: ms |\n|---|--:|--:|\n", timelines[0], timelines[1])
	for _, name := range append(names, longestTask) {
		fmt.Fprintf(w, "| %s | %.0f | %.0f |\n", name, columns[0][name], columns[1][name])
	}
	return nil
}
