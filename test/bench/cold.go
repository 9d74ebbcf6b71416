package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chromedp/cdproto/emulation"
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
	contenders := coldContenders
	if options.narrow(g.Dimension) {
		names, _ := entrants(g.Title)
		contenders = slices.DeleteFunc(slices.Clone(contenders), func(c coldContender) bool { return !slices.Contains(names, c.Name) })
	}
	err := inNewTabs(page, &g, contenders, delay, options, 1, "first")
	return g, err
}

const (
	tasksTitle = "main thread: longest task up to the first event, processor throttled 4 times; 0 is none over 50 ms"
	inWorker   = "FeedSource in a worker"
)

var taskContenders = []coldContender{
	{"hand", Row{Name: "hand"}},
	{"feedsource", Row{Name: "FeedSource"}},
	{"feedsource-in-worker", Row{Name: inWorker}},
}

// tasks looks at what loading, compiling and running the engine costs the main thread.
func tasks(page *Page, options Options) (Group, error) {
	g := Group{Dimension: "main thread", Title: tasksTitle, Unit: "ms", Better: "low"}
	err := inNewTabs(page, &g, taskContenders, 20, options, 4, "longestTask")
	return g, err
}

// inNewTabs has contenders read their first event each in tabs of its own, with the
// processor throttled so many times, and takes the value of an expression from the page.
func inNewTabs(page *Page, g *Group, contenders []coldContender, delay int, options Options, throttled float64, value string) error {
	var files []string
	for _, c := range contenders {
		bundle, err := bundleCold(c.file)
		if err != nil {
			return err
		}
		page.site.mu.Lock()
		page.site.cold[c.file] = bundle
		page.site.mu.Unlock()
		files, g.Rows = append(files, c.file), append(g.Rows, c.Row)
	}
	found := make([][]float64, len(g.Rows))
	for round := -1; round < options.Rounds; round++ { // the first is to warm the server up
		for i := range g.Rows {
			row := &g.Rows[i]
			if row.Fails != "" {
				continue
			}
			ms, err := inNewTab(page, fmt.Sprintf("%s/cold/%s?delay=%d", page.server.URL, files[i], delay), throttled, value)
			if err != nil {
				row.Fails = err.Error()
			} else if round >= 0 {
				found[i] = append(found[i], ms)
			}
		}
	}
	for i, list := range found {
		if row := &g.Rows[i]; row.Fails == "" {
			slices.Sort(list)
			row.Median, row.Low, row.High, row.Rounds = list[len(list)/2], list[0], list[len(list)-1], len(list)
		}
	}
	return nil
}

// inNewTab opens a tab that no window shows: for a new window the browser's own interface
// keeps both cores busy for a second, and what loads an engine meanwhile had its first event
// 1.2 to 1.5 times as late as fetch-event-source, not 1.1.
func inNewTab(page *Page, url string, throttled float64, value string) (float64, error) {
	hidden := true
	made, err := chromedp.Call(page.parent, target.CreateTarget, target.CreateTargetParams{URL: "about:blank", Hidden: &hidden})
	if err != nil {
		return 0, err
	}
	tab, leave := chromedp.NewContext(page.parent, chromedp.WithTargetID(made.TargetID))
	defer leave()
	ctx, cancel := context.WithTimeout(tab, 20*time.Second)
	defer cancel()
	if throttled > 1 {
		if _, err := chromedp.Call(ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: throttled}); err != nil {
			return 0, err
		}
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return 0, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[float64](value, chromedp.EvalAwaitPromise))
}
