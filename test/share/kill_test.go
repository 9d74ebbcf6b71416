package share

import (
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

const (
	kills   = 50
	records = 10_000
)

// kill ends a tab as a crash does, or as closing it.
func (t tab) kill(crash bool) {
	if crash {
		go func() { _, _ = chromedp.Call(t.Context, page.Crash, cdp.Empty{}) }() // which nobody is left to answer
		return
	}
	require.NoError(t.T, chromedp.Cancel(t.Context))
}

// whole asserts that a tab has had every record from its first to the last once and in order.
func whole(t *testing.T, got seen, last int) {
	t.Helper()
	assert.Zero(t, got.Breaks, "%+v", got)
	assert.Equal(t, last-got.First+1, got.Count, "%+v", got)
	assert.Equal(t, strconv.Itoa(last), got.LastEventID)
}

// When the tab that was elected dies another goes on where it stopped. It is the one that was there longest.
func TestTheElectedTabDies(t *testing.T) {
	p := newPlace(t, "elected")
	tabs := []tab{p.opened(nil), p.opened(nil)}
	p.server.say(1) // without a cursor nobody could go on
	for _, tab := range tabs {
		tab.reached(1)
	}
	for round := range kills {
		tabs = append(tabs, p.opened(nil))
		p.server.say(records / kills / 2)
		tabs[0].kill(round%2 == 0)
		p.server.say(records / kills / 2)
		tabs = tabs[1:]
		last := 1 + (round+1)*records/kills
		for _, tab := range tabs {
			whole(t, tab.reached(last), last)
		}
	}
	_, total := p.server.connections()
	assert.Equal(t, kills+1, total)
}

// When a tab dies that was asked for headers, another is asked, and nobody misses anything.
func TestTheAskedTabDies(t *testing.T) {
	p := newPlace(t, "shared")
	watchers := []tab{p.tab(), p.tab()}
	for _, watcher := range watchers {
		harness.Call[any](watcher.Page, "share.js", "hide", harness.Args{}) // asked when nobody else is there
		p.open(watcher, harness.Args{"asks": "watcher"})
		watcher.opened()
	}
	p.server.say(1) // without a cursor no connection could go on where the one before it stopped
	for _, watcher := range watchers {
		watcher.reached(1)
	}
	for round := range kills {
		asked := p.opened(harness.Args{"asks": "asked", "hangs": true})
		p.server.say(records / kills / 2)
		watchers[round%2].call("reconnect")
		asked.wasAsked()
		asked.kill(round%2 == 0)
		p.server.say(records / kills / 2)
		last := 1 + (round+1)*records/kills
		for _, watcher := range watchers {
			whole(t, watcher.reached(last), last)
		}
	}
	assert.Equal(t, kills+1, p.server.asked("watcher"))
}
