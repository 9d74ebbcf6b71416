package main

import (
	"fmt"
	"slices"

	"github.com/chromedp/chromedp"
)

// coldDelays are how long the server takes to answer, in milliseconds.
var coldDelays = []int{0, 20, 100}

func coldTitle(delay int) string {
	return fmt.Sprintf("cold: from navigation to the first event, server delay %d ms", delay)
}

// coldContenders are files in contenders, with their packages.
var coldContenders = []Row{
	{Name: "hand"},
	{Name: "feedsource"},
	{Name: "fetch-event-source", Package: "@microsoft/fetch-event-source", Peer: true},
	{Name: "eventsource", Package: "eventsource", Peer: true},
	{Name: "eventsource-native"},
}

// cold opens a new tab, whose process is new too, for every contender and round:
// nothing is cached and nothing compiled.
func cold(page *Page, delay, rounds int) (Group, error) {
	g := Group{Dimension: "cold", Title: coldTitle(delay), Unit: "ms", Better: "low", Rows: slices.Clone(coldContenders)}
	times := make([][]float64, len(g.Rows))
	for _, row := range g.Rows {
		bundle, err := bundleCold(row.Name)
		if err != nil {
			return g, err
		}
		page.site.mu.Lock()
		page.site.cold[row.Name] = bundle
		page.site.mu.Unlock()
	}
	for round := -1; round < rounds; round++ { // the first is to warm the server up
		for i := range g.Rows {
			row := &g.Rows[i]
			if row.Fails != "" {
				continue
			}
			ms, err := firstEvent(page, fmt.Sprintf("%s/cold/%s?delay=%d", page.server.URL, row.Name, delay))
			if err != nil {
				row.Fails = err.Error()
			} else if round >= 0 {
				times[i] = append(times[i], ms)
			}
		}
	}
	for i := range g.Rows {
		if row := &g.Rows[i]; row.Fails == "" {
			slices.Sort(times[i])
			row.Median, row.Low, row.High = times[i][len(times[i])/2], times[i][0], times[i][len(times[i])-1]
			row.Rounds = len(times[i])
		}
		if g.Rows[i].Name == "feedsource" {
			g.Rows[i].Name = "FeedSource"
		}
	}
	return g, nil
}

func firstEvent(page *Page, url string) (float64, error) {
	tab, cancel := chromedp.NewContext(page.ctx)
	defer cancel()
	if err := chromedp.Do(tab, chromedp.Navigate(url)); err != nil {
		return 0, err
	}
	return chromedp.Run(tab, chromedp.Evaluate[float64]("first", chromedp.EvalAwaitPromise))
}
