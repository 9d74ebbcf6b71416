package main

import (
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// cpu is the CPU time of the page's process so far, in seconds.
func (p *Page) cpu() (float64, error) {
	found, err := chromedp.Call(p.tab(), performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	for _, metric := range found.Metrics {
		if metric.Name == "ProcessTime" {
			return metric.Value, nil
		}
	}
	return 0, fmt.Errorf("this browser does not tell the CPU time of a page")
}
