package share

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

const (
	kills   = 50
	records = 10_000
)

// kill ends a tab as a crash does, or as closing it, which is all that other browsers than Chromium can be told.
func (t tab) kill(crash bool) {
	if harness.Browser() != harness.Chromium {
		t.Close()
		return
	}
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
	// What was said last may have come by the tab that closes.
	assert.Eventually(t, func() bool { _, total := p.server.connections(); return total == kills+1 }, 5*time.Second, 10*time.Millisecond)
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

// When the worker of all tabs dies they have another, and go on where each of them stopped, by one connection.
func TestTheSharedWorkerDies(t *testing.T) {
	harness.ChromiumOnly(t, "a shared worker that is ended")
	p := newPlace(t, "shared")
	var tabs []tab
	for range 5 {
		tabs = append(tabs, p.opened(nil))
	}
	p.server.say(1)
	for _, tab := range tabs {
		tab.reached(1)
	}
	for round := range kills {
		p.server.say(records / kills / 2)
		tabs[0].killSharedWorker(p.site.URL)
		p.server.say(records / kills / 2)
		last := 1 + (round+1)*records/kills
		for _, tab := range tabs {
			whole(t, tab.reached(last), last)
		}
	}
	for _, tab := range tabs {
		assert.Equal(t, "engine", tab.noted("engine").Log[1])
	}
	_, total := p.server.connections()
	assert.LessOrEqual(t, total, kills+1) // one that is killed as soon as it is there has not connected yet
	assert.Greater(t, total, kills*4/5)
}

// A script that has run before is tried again where a worker of it fails, as one does that Chromium lets a page join while it ends.
func TestTheSharedWorkerThatFollowsFails(t *testing.T) {
	harness.ChromiumOnly(t, "a shared worker that is ended")
	p := newPlace(t, "shared")
	tab := p.opened(nil)
	p.server.say(1)
	tab.reached(1)
	tab.Expect("Failed to fetch a worker script.")
	harness.Await[any](tab.Page, `
		const Real = SharedWorker;
		let made = 0;
		globalThis.SharedWorker = class extends Real {
			constructor(url, options) {
				super(made++ < 2 ? '/dist/nothing.js' : url, options);
			}
		};`)
	tab.killSharedWorker(p.site.URL)
	p.server.say(1)
	whole(t, tab.reached(2), 2)
}

func (t tab) killSharedWorker(site string) {
	var workers []target.ID
	one := func() bool { workers = t.sharedWorkers(site); return len(workers) == 1 } // it may read ahead of being listed
	require.Eventually(t.T, one, 5*time.Second, time.Millisecond)
	_, err := chromedp.CallBrowser(t.Context, target.CloseTarget, target.CloseTargetParams{TargetID: workers[0]})
	require.NoError(t.T, err)
	gone := func() bool { return !slices.Contains(t.sharedWorkers(site), workers[0]) }
	require.Eventually(t.T, gone, 5*time.Second, time.Millisecond)
}

// sharedWorkers are those of a site; others live on for a while after their pages.
func (t tab) sharedWorkers(site string) (ids []target.ID) {
	found, err := chromedp.CallBrowser(t.Context, target.GetTargets, target.GetTargetsParams{})
	require.NoError(t.T, err)
	for _, info := range found.TargetInfos {
		if info.Type == "shared_worker" && strings.HasPrefix(info.URL, site) {
			ids = append(ids, info.TargetID)
		}
	}
	return ids
}

// When the worker of one tab dies, be it the one that was elected, that tab goes on in another.
func TestTheWorkerOfATabDies(t *testing.T) {
	p := newPlace(t, "elected")
	tabs := []tab{p.opened(nil), p.opened(nil), p.opened(nil)}
	p.server.say(1)
	for _, tab := range tabs {
		tab.reached(1)
	}
	for round := range kills {
		p.server.say(records / kills / 2)
		harness.Call[any](tabs[round%len(tabs)].Page, "share.js", "terminateWorkers", harness.Args{})
		p.server.say(records / kills / 2)
		last := 1 + (round+1)*records/kills
		for _, tab := range tabs {
			whole(t, tab.reached(last), last)
		}
	}
	// A server learns a little late that a connection was given up.
	assert.Eventually(t, func() bool { open, _ := p.server.connections(); return open == 1 }, 5*time.Second, 10*time.Millisecond)
}
