package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// coldDelays are how long the server takes to answer, in milliseconds.
var coldDelays = []int{0, 20, 100}

func coldTitle(delay int) string {
	return fmt.Sprintf("cold: from navigation to the first event, server delay %d ms", delay)
}

// A coldContender is a file in contenders, with the row that it makes.
type coldContender struct {
	file string
	Row
}

var coldContenders = []coldContender{
	{"hand", Row{Name: "hand"}},
	{"feedsource", Row{Name: "FeedSource"}},
	{"fetch-event-source", Row{Name: "fetch-event-source", Package: "@microsoft/fetch-event-source", Peer: true}},
	{"eventsource", Row{Name: "eventsource", Package: "eventsource", Peer: true}},
	{"eventsource-native", Row{Name: "native EventSource"}},
}

// cold opens a new tab, whose process is new too, for every contender and round:
// nothing is cached and nothing compiled.
func cold(page *Page, delay int, options Options) (Group, error) {
	g := Group{Dimension: "cold", Title: coldTitle(delay), Unit: "ms", Better: "low"}
	names, _ := entrants(g.Title)
	var files []string
	for _, c := range coldContenders {
		if options.narrow(g.Dimension) && !slices.Contains(names, c.Name) {
			continue
		}
		bundle, err := bundleCold(c.file)
		if err != nil {
			return g, err
		}
		page.site.mu.Lock()
		page.site.cold[c.file] = bundle
		page.site.mu.Unlock()
		files, g.Rows = append(files, c.file), append(g.Rows, c.Row)
	}
	times := make([][]float64, len(g.Rows))
	for round := -1; round < options.Rounds; round++ { // the first is to warm the server up
		for i := range g.Rows {
			row := &g.Rows[i]
			if row.Fails != "" {
				continue
			}
			ms, err := firstEvent(page, fmt.Sprintf("%s/cold/%s?delay=%d", page.server.URL, files[i], delay))
			if err != nil {
				row.Fails = err.Error()
			} else if round >= 0 {
				times[i] = append(times[i], ms)
			}
		}
	}
	for i, list := range times {
		if row := &g.Rows[i]; row.Fails == "" {
			slices.Sort(list)
			row.Median, row.Low, row.High, row.Rounds = list[len(list)/2], list[0], list[len(list)-1], len(list)
		}
	}
	return g, nil
}

// firstEvent opens a tab that no window shows: for a new window the browser's own interface
// keeps both cores busy for a second, and what loads an engine meanwhile had its first event
// 1.2 to 1.5 times as late as fetch-event-source, not 1.1.
func firstEvent(page *Page, url string) (float64, error) {
	hidden := true
	made, err := chromedp.Call(page.parent, target.CreateTarget, target.CreateTargetParams{URL: "about:blank", Hidden: &hidden})
	if err != nil {
		return 0, err
	}
	tab, leave := chromedp.NewContext(page.parent, chromedp.WithTargetID(made.TargetID))
	defer leave()
	ctx, cancel := context.WithTimeout(tab, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return 0, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[float64]("first", chromedp.EvalAwaitPromise))
}
