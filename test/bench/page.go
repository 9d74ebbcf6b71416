package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/feedsource/feedsource/test/harness"
)

// A Page is the one in which all contenders run.
type Page struct {
	ctx    context.Context
	site   *site
	server *httptest.Server
	stop   func()
}

// open starts a server and a Chromium, and loads the page.
func open(bundle []byte) (*Page, error) {
	ctx, stop, err := harness.Tab()
	if err != nil {
		return nil, err
	}
	s := &site{bundle: bundle, cold: map[string][]byte{}}
	p := &Page{ctx: ctx, site: s, server: httptest.NewServer(s.handler()), stop: stop}
	s.page = p
	if err := chromedp.Do(ctx, chromedp.Navigate(p.server.URL)); err != nil {
		p.close()
		return nil, err
	}
	if _, err := evaluate[bool](p, `import("/bench.js").then(() => true)`); err != nil {
		p.close()
		return nil, err
	}
	if _, err := chromedp.Call(ctx, performance.Enable, performance.EnableParams{}); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *Page) close() {
	p.stop()
	p.server.CloseClientConnections()
	p.server.Close()
}

// evaluate waits for what expression resolves to.
func evaluate[R any](p *Page, expression string) (R, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[R](expression, chromedp.EvalAwaitPromise))
}

// A Case is one thing to measure, as the page describes it to itself.
type Case struct {
	Dimension string `json:"dimension"`
	Title     string `json:"title"`
	index     int
}

func (p *Page) cases(all bool) ([]Case, error) {
	list, err := evaluate[[]Case](p, fmt.Sprintf("globalThis.cases = bench.cases(%t)", all))
	for i := range list {
		list[i].index = i
	}
	return list, err
}

func (p *Page) run(one Case, options Options) ([]Group, error) {
	asked, err := json.Marshal(map[string]any{"rounds": options.Rounds, "megabytes": options.Megabytes, "seed": options.Seed})
	if err != nil {
		return nil, err
	}
	return evaluate[[]Group](p, fmt.Sprintf("bench.run(cases[%d], %s)", one.index, asked))
}

// cpu is the CPU time of the page's process so far, in seconds.
func (p *Page) cpu() (float64, error) {
	found, err := chromedp.Call(p.ctx, performance.GetMetrics, cdp.Empty{})
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
		if _, err := chromedp.Call(p.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			return 0, err
		}
	}
	found, err := chromedp.Call(p.ctx, runtime.GetHeapUsage, cdp.Empty{})
	return found.UsedSize + found.EmbedderHeapUsedSize + found.BackingStorageSize, err
}
