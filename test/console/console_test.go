// Package console drives the console page in a real Chromium as a person would.
package console

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
	"github.com/feedsource/feedsource/web/server"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { harness.Main(m) }

// A console is the page with its servers.
type console struct {
	*harness.Page
	url    string // of the page
	origin string // of the feeds
	feeds  *feeds.Server

	mu       sync.Mutex
	retry    string    // reconnection time of Espresso, if not what the page asks for
	down     bool      // the feeds do not answer
	requests []request // to /raw and the language model
}

// request is what a request carried.
type request struct {
	method, path, body string
	header             http.Header
}

// start serves the console and its feeds, each on a port of its own.
func start(t testing.TB) *console {
	t.Helper()
	return startBeside(t, "")
}

// startBeside does it beside a relay, which is to run on a port of this machine.
func startBeside(t testing.TB, relayPort string) *console {
	t.Helper()
	require.NoError(t, server.Check(harness.Root()), "build first: ./build.sh demo")
	c := &console{feeds: server.Feeds()}
	c.origin = serve(t, http.HandlerFunc(c.answer))
	address, err := url.Parse(c.origin)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("/", server.Page(harness.Root(), server.Ports{Feeds: address.Port(), Relay: relayPort}))
	mux.Handle("/scripts/", harness.Scripts())
	c.url = serve(t, mux)
	return c
}

// visit opens the page at url, and waits until all feeds are open.
func (c *console) visit(t testing.TB, url string) {
	t.Helper()
	c.Page = harness.Open(t, url)
	c.until(`cards().length === 4 && cards().every((card) => state(card) === "OPEN")`)
}

// open serves the console and visits it.
func open(t testing.TB) *console {
	t.Helper()
	c := start(t)
	c.visit(t, c.url)
	return c
}

func serve(t testing.TB, handler http.Handler) string {
	s := httptest.NewServer(handler)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s.URL
}

// answer notes what comes to /raw and to the language model, and passes everything on to the
// feeds, which are hurried because tests read faster than people.
func (c *console) answer(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	model := strings.HasPrefix(r.URL.Path, "/v1/")
	if (model || strings.HasPrefix(r.URL.Path, "/raw/")) && r.Method != http.MethodOptions {
		body, _ := io.ReadAll(r.Body)
		c.requests = append(c.requests, request{r.Method, r.URL.Path, string(body), r.Header})
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	q := r.URL.Query()
	hurry(q)
	if model {
		q.Set("rate", "32") // words per second: still slow enough to be cut in the middle
	}
	if c.retry != "" && q.Has("retry") {
		q.Set("retry", c.retry)
	}
	down, feeds := c.down, c.feeds
	c.mu.Unlock()
	if down {
		panic(http.ErrAbortHandler)
	}
	r.URL.RawQuery = q.Encode()
	feeds.ServeHTTP(w, r)
}

// restart has another server of feeds in the place of the one that there is, which knows nothing of it.
func (c *console) restart() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.feeds.Cut()
	c.feeds = server.Feeds()
}

// hurry makes messages and keep-alives come in a quarter of the time.
func hurry(q url.Values) {
	if rate, err := strconv.ParseFloat(q.Get("rate"), 64); err == nil {
		q.Set("rate", strconv.FormatFloat(rate*4, 'f', -1, 64))
	}
	if pause, err := strconv.Atoi(q.Get("keepalive")); err == nil {
		q.Set("keepalive", strconv.Itoa(pause/4))
	}
}

// answers has the feeds answer, or not.
func (c *console) answers(up bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down = !up
}

func (c *console) noted() []request {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.requests)
}

func (c *console) lastRequest() request {
	noted := c.noted()
	require.NotEmpty(c.T, noted)
	return noted[len(noted)-1]
}

// words has an expression know the parts of the page as words.js names them.
const words = `const { $, all, cards, card, state, trouble, count, shown, messages, numbers, log, until, controls, nameOf } =
	await import('/scripts/words.js'); return `

// ask evaluates an expression in the page.
func ask[R any](c *console, expression string) R {
	c.T.Helper()
	return harness.Await[R](c.Page, words+expression)
}

// until waits until a condition holds in the page. One that does not come shows
// what the page showed instead.
func (c *console) until(condition string) {
	c.T.Helper()
	last := harness.Await[string](c.Page, words+"until(() => "+condition+")")
	require.Empty(c.T, last, "the page never came to %s", condition)
}

func (c *console) do(actions ...chromedp.Action[chromedp.Void]) {
	c.T.Helper()
	require.NoError(c.T, chromedp.Do(c.Context, actions...))
}

// click scrolls to an element and clicks it with the mouse.
func (c *console) click(selector string) {
	c.T.Helper()
	c.until(`(() => {
		const { x, y } = $(` + strconv.Quote(selector) + `)?.getBoundingClientRect() ?? {};
		const stood = x !== undefined && globalThis.stoodAt === x + " " + y;
		globalThis.stoodAt = x + " " + y;
		return stood;
	})()`) // a person does not click at what moves
	c.do(chromedp.Click(chromedp.CSS(selector)))
}

// pressOn presses a key while an element has the focus.
func (c *console) pressOn(selector, key string) {
	c.T.Helper()
	harness.Call[any](c.Page, "words.js", "focus", harness.Args{"selector": selector})
	c.do(chromedp.KeyEvent(key))
}

// fill replaces the text of a field, as by pasting.
func (c *console) fill(selector, text string) {
	c.T.Helper()
	harness.Call[any](c.Page, "words.js", "selectText", harness.Args{"selector": selector})
	c.do(chromedp.KeyEvent("\b"))
	_, err := chromedp.Call(c.Context, input.InsertText, input.InsertTextParams{Text: text})
	require.NoError(c.T, err)
}

// choose picks an option of a select.
func (c *console) choose(selector, value string) {
	c.T.Helper()
	harness.Call[any](c.Page, "words.js", "choose", harness.Args{"selector": selector, "value": value})
}

// prefer emulates a preference such as prefers-color-scheme.
func (c *console) prefer(name, value string) {
	c.T.Helper()
	_, err := chromedp.Call(c.Context, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: name, Value: value}},
	})
	require.NoError(c.T, err)
}

func number(n int) string { return strconv.Itoa(n) }
