package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
)

// coldDelays are how long the server takes to answer, in milliseconds.
var coldDelays = []int{0, 20, 100}

func coldTitle(delay int) string {
	return fmt.Sprintf("cold: from navigation to the first event, server delay %d ms", delay)
}

var coldContenders = []visitor{handLoop, ownInPage, fetchSource, eventSource, native}

// cold is of visits where nothing is cached and nothing compiled.
func cold(page *Page, delay int, options Options) (Group, error) {
	g := Group{Dimension: "cold", Title: coldTitle(delay), Unit: "ms", Better: "low"}
	contenders := coldContenders
	if options.narrow(g.Dimension) {
		names, _ := entrants(g.Title)
		contenders = slices.DeleteFunc(slices.Clone(contenders), func(v visitor) bool { return !slices.Contains(names, v.Name) })
	}
	if err := page.prepare(contenders); err != nil {
		return g, err
	}
	asked := url.Values{"format": {"sse"}, "feeds": {"1"}, "delay": {fmt.Sprint(delay)}}
	have := Conditions{Slower: 1, Network: unthrottled}
	chance := rand.New(rand.NewPCG(uint64(options.Seed), 0))
	page.takeTurns(contenders, asked, have, 1, chance) // to warm the server up
	g.Rows, _ = page.takeTurns(contenders, asked, have, options.Rounds, chance)
	return g, nil
}
