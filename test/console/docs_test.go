package console

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/server"
)

// search opens a page of the documentation, goes to its field by key and types.
func search(t *testing.T, words string) *console {
	c := start(t)
	c.Page = harness.Open(t, c.url+"/docs/")
	c.until(`!$("#search").hidden`)
	c.press("/")
	c.until(`document.activeElement === $("#search-field")`)
	c.do(chromedp.KeyEvent(words))
	c.until(`!$("#search-panel").hidden`)
	return c
}

// press sends a key as browsers do, whose letter does not come if the page takes the key for something else.
func (c *console) press(letter string) {
	_, err := chromedp.Call(c.Context, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "keyDown", Key: letter, Text: letter})
	require.NoError(c.T, err)
}

const found = `all("#search-results a").map((a) => a.getAttribute("href"))`

func TestSearchFindsHeadings(t *testing.T) {
	c := search(t, "feed")
	for words, want := range map[string]string{
		"keepalive":       "/docs/options#keepalive",
		"withoutDeleted":  "/docs/api-stages#withoutdeleted",
		"keepalve":        "/docs/options#keepalive", // misspelt
		"after a reload":  "/docs/resume#after-a-reload",
		"Trusted Types":   "/docs/hosting#content-security-policy",
		"large numbers":   "/docs/reading#numbers-that-javascript-rounds",
		"numbers rounded": "/docs/reading#numbers-that-javascript-rounds", // of which only one is there
		"status 429 wait": "/docs/failures#the-answer-is-refused",
		"redact":          "/docs/recorder#secrets", // and not React, which is like it
	} {
		c.fill("#search-field", words)
		c.until(`$("#search-said").textContent.match(/place/) && all("#search-results a").some((a) => a.getAttribute("href") === "` + want + `")`)
		assert.Contains(t, ask[[]string](c, found)[:min(3, len(ask[[]string](c, found)))], want, words)
		assert.NotEmpty(t, ask[string](c, `$("#search-results mark").textContent`), words)
	}
}

func TestSearchByKeyboard(t *testing.T) {
	c := search(t, "keepalive")
	c.until(found + `.length > 2`)
	focused := func() string {
		return ask[string](c, `document.activeElement.getAttribute("href") ?? document.activeElement.id`)
	}
	list := ask[[]string](c, found)
	for _, step := range []struct{ key, comesTo string }{
		{kb.ArrowDown, list[0]}, {kb.ArrowDown, list[1]}, {kb.ArrowUp, list[0]}, {kb.ArrowUp, "search-field"},
		{kb.ArrowDown, list[0]}, {kb.Escape, "search-field"},
	} {
		c.do(chromedp.KeyEvent(step.key))
		assert.Equal(t, step.comesTo, focused())
	}
	c.until(`$("#search-panel").hidden`)
	c.press("/")
	assert.Equal(t, "keepalive/", ask[string](c, `$("#search-field").value`), "where one writes it is a letter")
	c.fill("#search-field", "keepalive")
	c.until(found + `.length > 2`)
	c.do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.ArrowDown))
	c.until(`!$("#search-panel").hidden`) // shows it again
	c.do(chromedp.KeyEvent(kb.Enter))
	c.until(`location.pathname + location.hash === ` + strconv.Quote(list[0]))
}

func TestSearchSaysWhatItFinds(t *testing.T) {
	c := search(t, "xyzzyplugh")
	said := `$("#search-said").textContent`
	assert.Equal(t, "Nothing has “xyzzyplugh” in it.", ask[string](c, said))
	assert.Equal(t, "status", ask[string](c, `$("#search-said").role`))
	c.fill("#search-field", "the")
	c.until(said + `.startsWith("The first 10 of ")`)
	assert.Len(t, ask[[]string](c, found), 10)
	c.fill("#search-field", "<img src=x>")
	c.until(said + `.includes("<img src=x>") || ` + found + `.length > 0`)
	assert.Zero(t, ask[int](c, `all("#search img").length`))
	c.fill("#search-field", " ")
	c.until(`$("#search-panel").hidden`)
}

func TestSearchTellsOfItsFailureAndTriesAgain(t *testing.T) {
	broken := true
	pages := server.Page(harness.Root(), server.Ports{Feeds: "0"})
	mux := http.NewServeMux()
	mux.Handle("/scripts/", harness.Scripts())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if broken && r.URL.Path == "/docs/sections.json" {
			http.Error(w, "", http.StatusServiceUnavailable)
			return
		}
		pages.ServeHTTP(w, r)
	})
	c := &console{url: serve(t, mux)}
	c.Page = harness.Open(t, c.url+"/docs/options")
	c.Expect("503")
	c.until(`!$("#search").hidden`)
	c.press("/")
	c.do(chromedp.KeyEvent("a"))
	c.until(`$("#search-said").textContent === "The search could not be loaded: the server answered 503."`)
	broken = false
	c.do(chromedp.KeyEvent("u"))
	c.until(found + `.length > 0`)
}

func TestDocumentationWithoutScript(t *testing.T) {
	c := start(t)
	c.Page = harness.Blank(t)
	_, err := chromedp.Call(c.Context, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(t, err)
	c.Navigate(c.url + "/docs/options")
	visible, err := chromedp.Run(c.Context, chromedp.Evaluate[bool](`document.querySelector("#search").checkVisibility()`))
	require.NoError(t, err)
	assert.False(t, visible)
}

func TestKeysComeToWhatScrolls(t *testing.T) {
	c := start(t)
	c.Page = harness.Open(t, c.url+"/docs/options")
	stops := `all("article :is(pre, table)").filter((e) => e.tabIndex === 0).length`
	scrolling := `all("article :is(pre, table)").filter((e) => e.scrollWidth > e.clientWidth).length`
	for _, width := range []int64{390, 1400, 390} {
		c.do(chromedp.EmulateViewport(width, 900))
		c.until(`innerWidth === ` + number(int(width)) + ` && ` + stops + ` === ` + scrolling)
		assert.Equal(t, width == 390, ask[int](c, scrolling) > 10, "at %d", width)
	}
}

func TestTheListOfPagesBeginsAtThisOne(t *testing.T) {
	c := start(t)
	c.Page = harness.Open(t, c.url+"/docs/")
	require.NoError(t, harness.Look(c.Context, 1400, 900, "light"))
	c.Navigate(c.url + "/docs/benchmark")
	c.until(`$(".wide [aria-current]").getBoundingClientRect().bottom < innerHeight`)
	assert.Equal(t, "Benchmark", ask[string](c, `$(".wide [aria-current]").textContent`))
	assert.Zero(t, ask[int](c, `scrollY`))
}

func TestAxeFindsNothingInTheSearch(t *testing.T) {
	c := search(t, "keepalive")
	c.until(found + `.length > 2`)
	c.AssertAccessible("the search")
}

// Every page fits a phone, nothing in it but code is to be scrolled sideways, and axe-core finds nothing.
func TestDocumentationOnAPhone(t *testing.T) {
	c := start(t)
	c.Page = harness.Open(t, c.url+"/docs/")
	pages := ask[[]string](c, `all(".pages details a").map((a) => a.getAttribute("href"))`)
	require.Greater(t, len(pages), 40)
	for i, page := range pages {
		scheme := []string{"light", "dark"}[i%2]
		require.NoError(t, harness.Look(c.Context, 390, 900, scheme))
		c.Navigate(c.url + page)
		assert.LessOrEqual(t, ask[int](c, `document.scrollingElement.scrollWidth`), 390, page)
		assert.Empty(t, ask[[]string](c, `all("table").filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.innerText.slice(0, 80))`), page)
		c.AssertAccessibleAsItIs(page + ", " + scheme)
	}
}
