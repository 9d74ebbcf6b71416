package main

import (
	"math/rand/v2"
	"net/url"
	"slices"
)

const inWorker = "FeedSource in a worker"

// A visitor is a contender that has a page of its own: a file in contenders, with the row
// that it makes.
type visitor struct {
	file string
	Row
}

var (
	handLoop     = visitor{"hand", Row{Name: "hand"}}
	native       = visitor{"eventsource-native", Row{Name: "native EventSource"}}
	fetchSource  = visitor{"fetch-event-source", Row{Name: fetcher, Package: "@microsoft/fetch-event-source", Peer: true}}
	clientSource = visitor{"eventsource-client", Row{Name: "eventsource-client", Package: "eventsource-client", Peer: true}}
	eventSource  = visitor{"eventsource", Row{Name: "eventsource", Package: "eventsource", Peer: true}}
	ownInPage    = visitor{"feedsource", Row{Name: "FeedSource"}}
	ownInWorker  = visitor{"feedsource-in-worker", Row{Name: inWorker}}
)

// prepare puts the scripts of visitors on the site.
func (p *Page) prepare(visitors []visitor) error {
	for _, v := range visitors {
		if p.site.visited(v.file) != nil {
			continue
		}
		bundle, err := bundleVisit(v.file)
		if err != nil {
			return err
		}
		p.site.serve(v.file, bundle)
	}
	return nil
}

// takeTurns has visitors come in rounds, in an order by chance, under the same conditions. It
// gives the rows of their first records, and of their longest tasks.
func (p *Page) takeTurns(visitors []visitor, asked url.Values, have Conditions, rounds int, chance *rand.Rand) (first, tasks []Row) {
	found := make([][]Visited, len(visitors))
	for _, v := range visitors {
		first = append(first, v.Row)
	}
	for range rounds {
		for _, i := range chance.Perm(len(visitors)) {
			if first[i].Fails != "" {
				continue
			}
			one, err := p.visit(visitors[i].file, asked, have)
			if err != nil {
				first[i].Fails = err.Error()
				continue
			}
			found[i] = append(found[i], one)
		}
	}
	tasks = slices.Clone(first)
	for i, list := range found {
		if first[i].Fails == "" {
			first[i].sum(quantities(list, func(v Visited) float64 { return v.First }))
			tasks[i].sum(quantities(list, func(v Visited) float64 { return v.LongestTask }))
		}
	}
	return first, tasks
}

// quantities are one of those that visits found.
func quantities(list []Visited, quantity func(Visited) float64) (values []float64) {
	for _, v := range list {
		values = append(values, quantity(v))
	}
	return values
}

// sum fills a row with what was measured.
func (r *Row) sum(values []float64) {
	slices.Sort(values)
	r.Rounds = len(values)
	if r.Rounds > 0 {
		r.Median, r.Low, r.High = values[r.Rounds/2], values[0], values[r.Rounds-1]
	}
}
