package console

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/feedsource/feedsource/web/feeds"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var names = []string{"gitter", "ably", "espresso", "twitter"}

type message struct{ Who, Handle, What, When, Classes string }

func (c *console) messages(id string) []message {
	return ask[[]message](c, `messages(card("`+id+`"))`)
}

// numbers are those of the messages that a card shows, oldest first.
func (c *console) numbers(id string) []int {
	list := ask[[]int](c, `numbers(card("`+id+`"))`)
	slices.Reverse(list)
	return list
}

func (c *console) count(id, name string) int {
	return ask[int](c, `count(card("`+id+`"), "`+name+`")`)
}

func TestFourFeedsComeAlive(t *testing.T) {
	c := open(t)
	for _, name := range names {
		c.until(`count(card("` + name + `"), "records") >= 2 && count(card("` + name + `"), "keepalives") >= 2`)
		list := c.messages(name)
		require.NotEmpty(t, list, name)
		for _, m := range list {
			assert.NotEmpty(t, m.Who, name)
			assert.NotEmpty(t, m.What, name)
			assert.Regexp(t, `^\d\d:\d\d:\d\d$`, m.When, name)
		}
		assert.Regexp(t, `^\d+ B$|^\d+(\.\d)? kB$`, ask[string](c, `$("[data-count=bytes]", card("`+name+`")).textContent`))
		assert.Zero(t, c.count(name, "malformed"), name)
		assert.Zero(t, c.count(name, "reconnects"), name)
		assert.NotEmpty(t, ask[string](c, `$(".about", card("`+name+`")).textContent`), name)
	}
	assert.Regexp(t, `^[0-9a-f]{24}$`, ask[string](c, `$(".cursor-value", card("gitter")).textContent`))
	assert.Regexp(t, `^\d+$`, ask[string](c, `$(".cursor-value", card("espresso")).textContent`))
	assert.NotEqual(t, "none", ask[string](c, `$(".cursor-value", card("ably")).textContent`))
}

// Names and texts come from records of which every byte counts.
func TestNonASCIIStaysIntact(t *testing.T) {
	c := open(t)
	c.until(`messages(card("gitter")).length + messages(card("twitter")).length >= 12`)
	for _, name := range []string{"gitter", "twitter", "ably", "espresso"} {
		for _, m := range c.messages(name) {
			assert.NotContains(t, m.Who+m.What, "\uFFFD", name)
			assert.NotContains(t, m.What, "Ã", name)
		}
	}
	known := []string{"Ada", "Grace", "Zoë", "村上", "Linus 🐧", "Wide"}
	for _, m := range c.messages("gitter") {
		assert.Contains(t, known, m.Who)
	}
}

func TestTheLightFollowsTheKeepAlives(t *testing.T) {
	c := open(t)
	c.until(`$(".light.lit", card("espresso")) && $(".light", card("espresso")).getAnimations().some((a) => !(a instanceof CSSTransition))`)
	c.prefer("prefers-reduced-motion", "reduce")
	c.until(`$(".light", card("espresso")).getAnimations().length === 0`)
	seen := c.count("espresso", "keepalives")
	c.until(`$(".light.lit", card("espresso")) && count(card("espresso"), "keepalives") >= ` + number(seen+2))
	assert.Zero(t, ask[int](c, `$(".light", card("espresso")).getAnimations().length`))
}

func (c *console) streams(feed string) int {
	return len(slices.DeleteFunc(c.feeds.Connections(), func(s feeds.Connection) bool { return s.Feed != feed }))
}

func TestCloseStopsAndConnectGoesOn(t *testing.T) {
	c := open(t)
	for _, name := range names {
		c.until(`count(card("` + name + `"), "records") >= 1`)
		c.click(`#` + name + ` [data-do=close]`)
		c.until(`state(card("` + name + `")) === "CLOSED"`)
		assert.Eventually(t, func() bool { return c.streams(name) == 0 }, 20*time.Second, 10*time.Millisecond, name)
	}
	before := ask[[]int](c, `cards().map((card) => count(card, "records") + count(card, "keepalives"))`)
	for _, name := range names {
		c.click(`#` + name + ` [data-do=close]`) // is off, and must not do anything
	}
	c.click(`#espresso [data-do=connect]`)
	c.until(`state(card("espresso")) === "OPEN" && count(card("espresso"), "records") >= 2`)
	after := ask[[]int](c, `cards().map((card) => count(card, "records") + count(card, "keepalives"))`)
	assert.Equal(t, before[:2], after[:2], "closed feeds go on")
	assert.Equal(t, before[3], after[3], "closed feeds go on")
	assertGapless(t, c.numbers("espresso"), "resumed by hand")

	for _, name := range []string{"gitter", "ably", "twitter"} {
		c.click(`#` + name + ` [data-do=connect]`)
		c.until(`state(card("` + name + `")) === "OPEN" && count(card("` + name + `"), "records") >= 1`)
	}
	assertGapless(t, c.numbers("ably"), "resumed by hand")
}

func TestCutTheLine(t *testing.T) {
	c := open(t)
	for _, name := range names {
		c.until(`count(card("` + name + `"), "records") >= 2`)
	}
	for _, name := range names {
		c.click(`#` + name + ` [data-do=cut]`)
		c.until(`trouble(card("` + name + `")).textContent && shown(trouble(card("` + name + `")))`)
		assert.Regexp(t, `: the connection was cut \(.*\); trying again (at once|in \d+\.\d s)\.$`, ask[string](c, `trouble(card("`+name+`")).textContent`))
		assert.Equal(t, "network", ask[string](c, `$(".trouble-type", card("`+name+`")).textContent`))
		assert.Regexp(t, `^(next try in \d+\.\d s|trying now|recovered)$`, ask[string](c, `$(".trouble-next", card("`+name+`")).textContent`))
	}
	for _, name := range names {
		c.until(`state(card("` + name + `")) === "OPEN" && $(".trouble-next", card("` + name + `")).textContent === "recovered"`)
		assert.Equal(t, 1, c.count(name, "reconnects"), name)
		seen := c.count(name, "records")
		c.until(`count(card("` + name + `"), "records") >= ` + number(seen+2))
	}
	for _, name := range []string{"ably", "espresso", "gitter"} { // Gitter's by its pages, beside the stream
		assertGapless(t, c.numbers(name), name)
	}
}

// A wait can be cut short: Connect tries again at once.
func TestConnectHurries(t *testing.T) {
	c := start(t)
	c.retry = "3600000" // so that nothing else ends the wait
	c.visit(t, c.url)
	c.until(`count(card("espresso"), "records") >= 1`)
	c.click(`#espresso [data-do=cut]`)
	c.until(`$(".trouble-next", card("espresso")).textContent.startsWith("next try in")`)
	c.click(`#espresso [data-do=connect]`)
	c.until(`state(card("espresso")) === "OPEN" && $(".trouble-next", card("espresso")).textContent === "recovered"`)
}

func TestOtherHostNames(t *testing.T) {
	c := start(t)
	c.visit(t, strings.Replace(c.url, "127.0.0.1", "localhost", 1))
	assert.Contains(t, ask[string](c, `$("#url").value`), "http://localhost:")
}

// assertGapless wants messages to count up by one, none missing and none twice.
func assertGapless(t *testing.T, got []int, what string) {
	t.Helper()
	require.NotEmpty(t, got, what)
	for i := 1; i < len(got); i++ {
		assert.Equal(t, got[i-1]+1, got[i], "%s: %v", what, got)
	}
}
