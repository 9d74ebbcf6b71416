package harness

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/security"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A Page is a tab in the browser that is tested.
type Page struct {
	T testing.TB
	// Context ends with the page's patience. In Chromium it is chromedp's, for what only Chromium can
	// do: see [ChromiumOnly].
	Context context.Context

	tab      tab
	mu       sync.Mutex
	noise    []string
	expected []string
}

// A tab is a browser's end of a page.
type tab interface {
	Navigate(ctx context.Context, url string) error
	// Evaluate gives the value of an expression as JSON, or of a promise what it resolves to.
	Evaluate(ctx context.Context, expression string) (json.RawMessage, error)
	Close()
}

// Open opens url in a new tab that closes with the test.
func Open(t testing.TB, url string) *Page {
	t.Helper()
	p := Blank(t)
	p.Navigate(url)
	return p
}

// OpenWhole is [OpenFor] in a browser as users have it: the headless shell of Chromium keeps no page
// in a back/forward cache, and does not tell how much memory one takes.
func OpenWhole(t testing.TB, url string, patience time.Duration) *Page {
	t.Helper()
	p := &Page{T: t}
	stop, err := p.open(whole, patience)
	require.NoError(t, err)
	p.closeAtEnd(stop)
	p.Navigate(url)
	return p
}

// OpenFor opens url in a new tab that may take so long for everything it does.
func OpenFor(t testing.TB, url string, patience time.Duration) *Page {
	t.Helper()
	p := blank(t, patience)
	p.Navigate(url)
	return p
}

// Blank opens a new tab.
func Blank(t testing.TB) *Page {
	t.Helper()
	return blank(t, patience)
}

func blank(t testing.TB, patience time.Duration) *Page {
	t.Helper()
	p := &Page{T: t}
	stop, err := p.open(chromium, patience)
	require.NoError(t, err)
	p.closeAtEnd(stop)
	return p
}

// closeAtEnd closes the tab with the test, and then the test fails if the page complained.
func (p *Page) closeAtEnd(stop func()) {
	p.T.Cleanup(func() {
		stop()
		assert.Empty(p.T, p.Noise(), "console errors and uncaught exceptions in the page")
	})
}

// For is the page for another test, whose failures are its own.
func (p *Page) For(t testing.TB) *Page { return &Page{T: t, Context: p.Context, tab: p.tab} }

// Navigate goes to url and waits until it has loaded.
func (p *Page) Navigate(url string) {
	p.T.Helper()
	require.NoError(p.T, p.tab.Navigate(p.Context, url), url)
}

// Close closes the page's tab ahead of the test's end. It is closed when the browser says so, which Chromium does not wait for.
func (p *Page) Close() { p.tab.Close() }

// TrustAll has the page take certificates that nobody has signed, as the other browsers do in tests.
func (p *Page) TrustAll() {
	p.T.Helper()
	if Browser() == Chromium {
		_, err := chromedp.Call(p.Context, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true})
		require.NoError(p.T, err)
	}
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

// Await runs body as the body of an async function in the page and returns what it
// returns.
func Await[R any](p *Page, body string) R {
	p.T.Helper()
	return evaluate[R](p, "(async () => {"+body+"\n})()", "in the page: %s", body)
}

func evaluate[R any](p *Page, expression, format string, args ...any) (result R) {
	p.T.Helper()
	value, err := p.tab.Evaluate(p.Context, expression)
	require.NoError(p.T, err, append([]any{format}, args...)...)
	require.NoError(p.T, json.Unmarshal(value, &result), string(value))
	return result
}
