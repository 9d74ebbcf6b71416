package main

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Conditions are what a visitor has.
type Conditions struct {
	Warm    bool   `json:"warm"`    // the browser's cache has the static files
	Slower  int    `json:"slower"`  // how many times slower than this machine the processor is
	Network string `json:"network"` // a key of networks
}

func (c Conditions) String() string {
	cache, cpu := "cold", "CPU 1×"
	if c.Warm {
		cache = "warm"
	}
	if c.Slower > 1 {
		cpu = fmt.Sprintf("CPU %d× slower", c.Slower)
	}
	return cache + " cache, " + cpu + ", " + c.Network
}

// unthrottled is the network of this machine.
const unthrottled = "no throttling"

// networks are the throttled ones, by megabits a second and latency.
var networks = map[string]*network.Conditions{
	"4G":      throttled(9, 60),
	"slow 4G": throttled(1.6, 150),
}

func throttled(megabits, ms float64) *network.Conditions {
	bytes := megabits * 1e6 / 8
	return &network.Conditions{Latency: ms, DownloadThroughput: bytes, UploadThroughput: bytes}
}

// Visited is what a visit found; times are in milliseconds.
type Visited struct {
	First       float64 `json:"first"`       // from navigation until every feed has its first record
	LongestTask float64 `json:"longestTask"` // of the main thread; 0 if none was over 50 ms
	Steps       []step  `json:"steps"`       // what happened when, if the page tells
	Memory      float64 `json:"-"`           // of the whole browser, in megabytes, if it was counted
}

// patience is for one visit, the longest of which takes five seconds.
const patience = 20 * time.Second

// visit opens the page of a contender in a tab, and so a process, of its own. No window shows
// it: for a new window the browser's own interface keeps both cores busy for a second, and
// what loads an engine meanwhile had its first event 1.2 to 1.5 times as late as
// fetch-event-source, not 1.1.
func (p *Page) visit(contender string, asked url.Values, have Conditions) (Visited, error) {
	hidden := true
	made, err := chromedp.Call(p.parent, target.CreateTarget, target.CreateTargetParams{URL: "about:blank", Hidden: &hidden})
	if err != nil {
		return Visited{}, err
	}
	tab, leave := chromedp.NewContext(p.parent, chromedp.WithTargetID(made.TargetID))
	defer leave()
	timed, stop := context.WithTimeout(tab, patience)
	defer stop()
	ctx, fail := context.WithCancelCause(timed)
	defer fail(nil)
	if err := have.impose(ctx, fail); err != nil {
		return Visited{}, err
	}
	// Work that takes half a second on the slow processor is done in less on the fast one.
	address := fmt.Sprintf("%s/visit/%s?%s&after=%d", p.server.URL, contender, asked.Encode(), 125*have.Slower)
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		return Visited{}, err
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[Visited]("visit", chromedp.EvalAwaitPromise))
	if err != nil && context.Cause(ctx) != nil {
		err = context.Cause(ctx)
	}
	return found, err
}

// impose has a tab be under the conditions. The processor of its workers stays as it is:
// Chromium throttles the main thread alone, and refuses the command for a worker.
func (c Conditions) impose(tab context.Context, fail context.CancelCauseFunc) error {
	if c.Slower > 1 {
		if _, err := chromedp.Call(tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: float64(c.Slower)}); err != nil {
			return err
		}
	}
	if !c.Warm {
		if _, err := chromedp.Call(tab, network.ClearBrowserCache, cdp.Empty{}); err != nil {
			return err
		}
	}
	if conditions := networks[c.Network]; conditions != nil {
		if err := throttleWorkers(tab, conditions, fail); err != nil {
			return err
		}
		return throttle(tab, conditions)
	}
	return nil
}

func throttle(ctx context.Context, conditions *network.Conditions) error {
	_, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{conditions}})
	return err
}

// throttleWorkers has each worker of a tab wait until its network is throttled too: a tab's
// conditions hold for the worker's script, but not for what the worker requests itself. This
// takes 15 ms, and in a cold page the script arrives meanwhile.
func throttleWorkers(tab context.Context, conditions *network.Conditions, fail context.CancelCauseFunc) error {
	workers := chromedp.Events(tab, target.AttachedToTarget)
	flat := true
	_, err := chromedp.Call(tab, target.SetAutoAttach, target.SetAutoAttachParams{AutoAttach: true, WaitForDebuggerOnStart: true, Flatten: &flat})
	if err != nil {
		return err
	}
	go func() {
		for attached, err := range workers {
			if err != nil {
				return // the tab is closed
			}
			if err := release(tab, attached.TargetInfo.TargetID, conditions); err != nil && tab.Err() == nil {
				fail(fmt.Errorf("a worker's network could not be throttled: %w", err))
			}
		}
	}()
	return nil
}

// release lets a worker run that waits.
func release(tab context.Context, id target.ID, conditions *network.Conditions) error {
	worker, _ := chromedp.NewContext(tab, chromedp.WithTargetID(id)) // ends with the tab
	if err := throttle(worker, conditions); err != nil {
		return err
	}
	_, err := chromedp.Call(worker, runtime.RunIfWaitingForDebugger, cdp.Empty{})
	return err
}
