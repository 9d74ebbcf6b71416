package harness

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A Page is a tab in Chromium.
type Page struct {
	T       testing.TB
	Context context.Context

	mu       sync.Mutex
	noise    []string
	expected []string
}

// Open opens url in a new tab that closes with the test.
func Open(t testing.TB, url string) *Page {
	t.Helper()
	p := Blank(t)
	p.Navigate(url)
	return p
}

// OpenFor opens url in a new tab that may take so long for everything it does.
func OpenFor(t testing.TB, url string, patience time.Duration) *Page {
	t.Helper()
	parent, err := browser()
	require.NoError(t, err)
	p := blank(t, parent, patience)
	p.Navigate(url)
	return p
}

// Blank opens a new tab.
func Blank(t testing.TB) *Page {
	t.Helper()
	parent, err := browser()
	require.NoError(t, err)
	return blank(t, parent, patience)
}

func blank(t testing.TB, parent context.Context, patience time.Duration) *Page {
	t.Helper()
	tab, cancel := chromedp.NewContext(parent)
	ctx, stop := context.WithTimeout(tab, patience)
	p := &Page{T: t, Context: ctx}
	require.NoError(t, chromedp.Listen(tab, p.hear))
	require.NoError(t, chromedp.Do(ctx))
	t.Cleanup(func() {
		stop()
		cancel()
		assert.Empty(t, p.Noise(), "console errors and uncaught exceptions in the page")
	})
	return p
}

// Navigate goes to url and waits until it has loaded.
func (p *Page) Navigate(url string) {
	p.T.Helper()
	require.NoError(p.T, chromedp.Do(p.Context, chromedp.Navigate(url)), url)
}

// Expect lets pass console errors and exceptions that contain text: a test that
// throws in a listener on purpose says so.
func (p *Page) Expect(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected = append(p.expected, text)
}

// Noise is what the page said that it should not have.
func (p *Page) Noise() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.noise
}

// hear takes the page's console. "Failed to load resource" is Chromium's own note
// of a status or a refused connection, which tests provoke; it is not an error of
// the page.
func (p *Page) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.complain(exceptionText(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "assert" {
			var words []string
			for _, arg := range e.Args {
				words = append(words, string(arg.Value)+arg.Description)
			}
			p.complain("console." + string(e.Type) + ": " + strings.Join(words, " "))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" && e.Entry.Source != "network" {
			p.complain("log: " + e.Entry.Text)
		}
	}
}

func (p *Page) complain(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.expected {
		if strings.Contains(text, e) {
			return
		}
	}
	p.noise = append(p.noise, text)
}

func exceptionText(e *runtime.ExceptionDetails) string {
	if e.Exception != nil && e.Exception.Description != "" {
		return e.Text + " " + e.Exception.Description
	}
	return e.Text
}

// Await runs body as the body of an async function in the page and returns what it
// returns.
func Await[R any](p *Page, body string) R {
	p.T.Helper()
	result, err := chromedp.Run(p.Context, chromedp.Evaluate[R](
		"(async () => {"+body+"\n})()", chromedp.EvalAwaitPromise))
	require.NoError(p.T, err, "in the page: %s", body)
	return result
}
