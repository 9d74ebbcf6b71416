package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"github.com/feedsource/feedsource/test/harness"
)

// A Page is the one in which all contenders run.
type Page struct {
	site   *site
	server *httptest.Server
	stop   func()
	parent context.Context // a tab that stays empty, and keeps the browser open

	mu    sync.Mutex
	ctx   context.Context // of the page's tab
	leave func()
}

// open starts a server and a Chromium, and loads the page.
func open(bundle []byte) (*Page, error) {
	parent, stop, err := harness.Tab()
	if err != nil {
		return nil, err
	}
	s := &site{bundle: bundle, visits: map[string][]byte{}}
	p := &Page{site: s, server: httptest.NewServer(s.handler()), stop: stop, parent: parent, leave: func() {}}
	s.page = p
	if err := p.load(); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// load opens the page in a tab of its own, in place of one that it may have had.
func (p *Page) load() error {
	p.leave()
	ctx, cancel := chromedp.NewContext(p.parent)
	p.mu.Lock()
	p.ctx, p.leave = ctx, cancel
	p.mu.Unlock()
	if err := chromedp.Do(ctx, chromedp.Navigate(p.server.URL)); err != nil {
		return err
	}
	if _, err := evaluate[bool](p, time.Minute, `import("/bench.js").then(() => true)`); err != nil {
		return err
	}
	_, err := chromedp.Call(ctx, performance.Enable, performance.EnableParams{})
	return err
}

func (p *Page) tab() context.Context {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ctx
}

func (p *Page) close() {
	p.leave()
	p.stop()
	p.server.CloseClientConnections()
	p.server.Close()
}

// evaluate waits for what expression resolves to, but not for ever.
func evaluate[R any](p *Page, patience time.Duration, expression string) (R, error) {
	ctx, cancel := context.WithTimeout(p.tab(), patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[R](expression, chromedp.EvalAwaitPromise))
}

// A Case is one thing to measure, as the page describes it to itself.
type Case struct {
	Dimension string
	Title     string
	raw       json.RawMessage
}

// UnmarshalJSON keeps all of the description, for run to give it back.
func (c *Case) UnmarshalJSON(text []byte) error {
	type plain Case
	c.raw = append(json.RawMessage(nil), text...)
	return json.Unmarshal(text, (*plain)(c))
}

func (p *Page) cases(mode Mode) ([]Case, error) {
	return evaluate[[]Case](p, time.Minute, fmt.Sprintf("bench.cases(%t)", mode == All))
}

// asked is what a case is told about the run.
type asked struct {
	Rounds    int      `json:"rounds"`
	Most      int      `json:"most"` // rounds of those who are fast
	Megabytes float64  `json:"megabytes"`
	Stream    float64  `json:"stream"`   // megabytes of the long one
	Patience  int      `json:"patience"` // ms that a contender may take for one body
	Silence   int      `json:"silence"`  // ms in which idle feeds are watched
	Seed      int      `json:"seed"`
	Names     []string `json:"names"` // of the rows that are wanted; null for all that are usual
	Peers     bool     `json:"peers"` // wanted too, beside Names
}

func (p *Page) run(one Case, options Options) ([]Group, error) {
	text, err := json.Marshal(options.ask(one))
	if err != nil {
		return nil, err
	}
	return evaluate[[]Group](p, options.Limit, fmt.Sprintf("bench.run(%s, %s)", one.raw, text))
}
