package console

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/feeds"
)

// unbroken reports in the page that numbers follow each other without a gap.
func unbroken(list string) string {
	return `((n) => n.length > 0 && n.every((x, i) => i === 0 || x === n[i - 1] + 1))(` + list + `)`
}

// interrupted cuts a feed of a page, has something happen that nobody reads, and waits until the page reads on.
func (c *console) interrupted(feed string, happens func()) {
	c.T.Helper()
	c.answers(false)
	c.feeds.CutFeed(feed)
	c.until(`$("#state").dataset.state === "connecting"`)
	happens()
	c.answers(true)
	c.until(`$("#state").dataset.state === "open"`)
}

// say puts a text on a wall, as somebody else does.
func say(t *testing.T, c *console, wall, text string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "/espresso/wall?wall="+wall, strings.NewReader(text))
	require.NoError(t, err)
	w := &discard{header: http.Header{}}
	c.feeds.ServeHTTP(w, r)
	require.Zero(t, w.refused)
}

// discard is an answer that only says whether it was a refusal.
type discard struct {
	header  http.Header
	refused int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		d.refused = status
	}
}

func TestAChatIsHeardByAll(t *testing.T) {
	c := begun(t, "chat")
	other := c.another(t, "chat")
	other.until(`all("#said li").length === 2`)
	c.fill("#name", "Ada")
	c.fill("#message", "Hello, <b>you</b>")
	c.click("#speak [type=submit]")
	heard := `all("#said li p").map((e) => e.textContent)`
	other.until(heard + `.includes("Hello, <b>you</b>")`)
	c.until(`$("#message").value === ""`)

	c.interrupted("wall", func() { say(t, c, "chat", "Zoë: while you were cut") })
	for _, page := range []*console{c, other} {
		page.until(heard + `.includes("while you were cut")`)
		assert.Equal(t, []string{"is here", "is here", "Hello, <b>you</b>", "while you were cut"}, ask[[]string](page, heard))
		assert.True(t, ask[bool](page, unbroken(`all("#said li").map((e) => Number(e.dataset.id))`)))
	}
	c.answers(false)
	c.fill("#message", "to nobody")
	c.click("#speak [type=submit]")
	c.until(`$("#problem").textContent.startsWith("Not sent: ")`)
	assert.Equal(t, "to nobody", ask[string](c, `$("#message").value`))
	c.answers(true)
}

func TestAWallHearsWhatWasWrittenWhileItWasCut(t *testing.T) {
	c := begun(t, "wall")
	c.interrupted("wall", func() {
		c.fill("#note", "written in the dark")
		c.click("#write [type=submit]")
		c.until(`$("#waiting").textContent === "1"`)
		say(t, c, "notes", "from somebody else")
	})
	c.until(`all("#notes li").length === 3`)
	assert.Equal(t, []string{"written in the dark", "from somebody else", "Is <b>this</b> text?"}, ask[[]string](c, `all("#notes li").map((e) => e.textContent)`))
	assert.Equal(t, []string{"3", "0", "0"}, ask[[]string](c, `["count", "lost", "waiting"].map((id) => $("#" + id).textContent)`))
}

// compared asks the page to compare its copy with the server until nothing has changed in between.
const compared = `(async () => {
	const late = performance.now() + 20000;
	while (performance.now() < late) {
		const told = $("#log").textContent;
		$("#compare").click();
		await until(() => $("#log").textContent !== told);
		if ($("#log li").textContent.includes(" 0 of ")) return $("#log li").textContent;
	}
	return $("#log").textContent;
})()`

func TestACopyOfADatabaseIsTheSame(t *testing.T) {
	c := begun(t, "couchdb")
	assert.Regexp(t, ` 0 of \d+ differ, 0 too many`, ask[string](c, compared))
	c.interrupted("couchdb", func() { c.passes("/couchdb/tasks/_changes?feed=continuous&since=now&rate=0&count=7") })
	assert.Contains(t, ask[string](c, `$("#log").textContent`), "changes since ")
	c.until(`Number($("#changes").textContent) >= 19`)
	assert.Regexp(t, ` 0 of \d+ differ, 0 too many`, ask[string](c, compared))

	c.Navigate(c.url + "/examples/couchdb")
	c.until(said + ` === "in step"`)
	assert.Regexp(t, `^open changes since \d+$`, ask[[]string](c, log)[0])
	c.until(`Number($("#changes").textContent) > 0`)
	assert.Less(t, ask[int](c, `Number($("#changes").textContent)`), 6, "what was there is not read again")
	assert.Regexp(t, ` 0 of \d+ differ, 0 too many`, ask[string](c, compared))

	c.click("#forget") // which loads the page anew
	require.Eventually(t, func() bool {
		isAnew, err := chromedp.Run(c.Context, chromedp.Evaluate[bool](`!!document.querySelector("#log")?.textContent.includes("all documents")`))
		return err == nil && isAnew
	}, time.Minute, 10*time.Millisecond)
	c.until(`all("#tasks li").length > 5`)
}

func TestALogLosesNoLine(t *testing.T) {
	c := begun(t, "log")
	lines := `all("#lines li").map((e) => Number(/#(\d+) $/.exec(e.textContent)[1]))`
	c.interrupted("journal", func() { c.passes("/journal/entries?follow&rate=0&count=9", "Accept", "application/json") })
	c.until(`Number($("#count").textContent) > 45`)
	assert.True(t, ask[bool](c, unbroken(lines)), ask[[]int](c, lines))

	c.click("#pause")
	c.until(said + ` === "paused"`)
	shown := ask[int](c, `(async () => {
		await new Promise((resolve) => setTimeout(resolve, 300));
		return all("#lines li").length;
	})()`)
	c.passes("/journal/entries?follow&rate=0&count=9", "Accept", "application/json")
	assert.Equal(t, shown, ask[int](c, `all("#lines li").length`), "nothing comes while it is paused")
	c.click("#pause")
	c.until(`all("#lines li").length > ` + number(shown+9))
	assert.True(t, ask[bool](c, unbroken(lines)), ask[[]int](c, lines))

	c.choose("#level", "error")
	assert.Equal(t, []string{"error"}, ask[[]string](c, `[...new Set(all("#lines li").filter(shown).map((e) => e.dataset.level))]`))
	c.choose("#level", "all")
	ask[any](c, `$("#lines").scrollTo(0, 0)`)
	c.until(said + ` === "paused"`)
}

func TestATickerLosesNoTrade(t *testing.T) {
	c := begun(t, "ticker")
	c.interrupted("ticker", func() { c.passes("/ticker/trades?rate=0&count=9") })
	before := ask[int](c, `Number($("#trades").textContent)`)
	c.until(`Number($("#trades").textContent) > ` + number(before+12))
	assert.Equal(t, "0", ask[string](c, `$("#lost").textContent`))
	assert.Regexp(t, `open after trade \d+`, ask[string](c, `$("#log").textContent`))
	assert.Regexp(t, `^\d+\.\d\d$`, ask[string](c, `$("#stocks tr").cells[1].textContent`))
}

func TestACameraGoesOn(t *testing.T) {
	c := begun(t, "camera")
	colours := `new Set($("#picture").getContext("2d").getImageData(0, 0, 320, 180).data).size`
	assert.Greater(t, ask[int](c, colours), 50, "there is a picture")
	assert.Equal(t, "0", ask[string](c, `$("#missed").textContent`))
	c.interrupted("camera", func() { c.passes("/camera/stream?rate=0&count=9") })
	before := ask[int](c, `Number($("#pictures").textContent)`)
	c.until(`Number($("#pictures").textContent) > ` + number(before+2))
	assert.GreaterOrEqual(t, ask[int](c, `Number($("#missed").textContent)`), 9, "a camera keeps nothing")
}

func TestManyTabsHaveOneConnection(t *testing.T) {
	c := begun(t, "tabs")
	second, third := c.another(t, "tabs"), c.another(t, "tabs")
	counters := `["tabs", "connections", "lost", "twice"].map((id) => $("#" + id).textContent).join()`
	for _, page := range []*console{c, second, third} {
		page.until(first["tabs"] + ` && ` + counters + ` === "3,1,0,0"`)
	}
	assert.Len(t, c.feeds.Connections(), 1)
	c.Close() // the first tab goes, and what it shared goes on
	for _, page := range []*console{second, third} {
		before := ask[int](page, `Number($("#records").textContent)`)
		page.until(`Number($("#records").textContent) > ` + number(before+4) + ` && ` + counters + ` === "2,1,0,0"`)
	}
	c.feeds.CutFeed("gitter")
	c.feeds.ServeHTTP(&discard{header: http.Header{}}, passing(t))
	before := ask[int](second, `Number($("#records").textContent)`)
	second.until(`Number($("#records").textContent) > ` + number(before+4))
	third.until(counters + ` === "2,1,0,0"`)
}

// passing is a request that has five messages of the tabs' room pass by.
func passing(t *testing.T) *http.Request {
	r, err := http.NewRequest(http.MethodGet, "/gitter/v1/rooms/tabs/chatMessages?rate=0&count=5&access_token="+feeds.GitterToken, nil)
	require.NoError(t, err)
	return r
}

func TestOfflineAndBack(t *testing.T) {
	c := begun(t, "offline")
	c.Offline(true)
	c.feeds.CutFeed("espresso")
	c.until(said + ` === "offline"`)
	assert.Contains(t, ask[string](c, `$("#network").textContent`), "no network")
	c.passes("/espresso/subscribe?rate=0&count=9")
	c.Offline(false)
	c.until(said + ` === "open"`)
	c.until(`Number($("#after").textContent) >= 9`)
	ids := `all("#news li").map((e) => Number(e.dataset.id)).reverse()`
	assert.True(t, ask[bool](c, unbroken(ids)), ask[[]int](c, ids))

	c.answers(false)
	c.feeds.CutFeed("espresso")
	kept := ask[int](c, `all("#news li").length`)
	c.Navigate(c.url + "/examples/offline")
	c.until(`all("#news li").length >= ` + number(kept))
	c.passes("/espresso/subscribe?rate=0&count=9")
	c.answers(true)
	c.until(`Number($("#after").textContent) >= 9`)
	assert.True(t, ask[bool](c, unbroken(ids)), ask[[]int](c, ids))
	assert.Equal(t, "0", ask[string](c, `$("#lost").textContent`))
}

func TestAFeedThatIsAway(t *testing.T) {
	c := begun(t, "ticker")
	c.click("#fault-away")
	c.until(`$("#log").textContent.includes("network")`)
	time.Sleep(time.Second)
	assert.Equal(t, "connecting", ask[string](c, `$("#state").dataset.state`))
	c.until(`$("#state").dataset.state === "open"`)
	assert.Equal(t, "0", ask[string](c, `$("#lost").textContent`))
}
