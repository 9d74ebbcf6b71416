package main

import (
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
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

// heap is what is in use after a collection, in bytes: JavaScript objects, what the
// browser keeps for them, and buffers. WebAssembly memory is not in it; the page adds that.
func (p *Page) heap() (float64, error) {
	for range 2 { // what finalizers let go of goes with the second
		if _, err := chromedp.Call(p.tab(), heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			return 0, err
		}
	}
	found, err := chromedp.Call(p.tab(), runtime.GetHeapUsage, cdp.Empty{})
	return found.UsedSize + found.EmbedderHeapUsedSize + found.BackingStorageSize, err
}
